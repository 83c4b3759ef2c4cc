precision highp float;
#include "../chunks/transfer.glsl"
uniform sampler2D field;
uniform sampler2D map;
uniform float top;
uniform float fill;
uniform float contours;
uniform vec3 ground;
uniform vec3 contourColour;
in vec2 cell;
out vec4 result;

// Coverage of a line one pixel wide where the value crosses a level.
float lineAt(float value, float level, float width) {
  float slope = fwidth(value);
  return slope > 0.0 ? clamp(width * 0.5 + 0.5 - abs(value - level) / slope, 0.0, 1.0) : 0.0;
}

void main() {
  float density = texture(field, cell).r;
  vec3 colour = mix(ground, texture(map, vec2(densityTransfer(density, top), 0.5)).rgb, fill);
  float share = sqrt(max(density / top, 0.0));
  float line = 0.0;
  line = max(line, 0.25 * lineAt(share, sqrt(0.03), 1.0));
  line = max(line, 0.31 * lineAt(share, sqrt(0.1), 1.0));
  line = max(line, 0.37 * lineAt(share, sqrt(0.25), 1.0));
  line = max(line, 0.43 * lineAt(share, sqrt(0.5), 1.0));
  line = max(line, 0.5 * lineAt(share, sqrt(0.8), 1.25));
  result = vec4(mix(colour, contourColour, line * contours), 1.0);
}
