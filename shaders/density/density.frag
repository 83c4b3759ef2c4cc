precision highp float;
#include "chunks/transfer.glsl"
#include "chunks/cubic.glsl"
#include "chunks/coverage.glsl"
uniform sampler2D field;
uniform sampler2D map;
uniform vec2 size;
// Maximum of the field over the top of the colour range; the field itself has maximum 1.
uniform float peak;
uniform float fill;
uniform float contours;
// 0: opaque over the stage; 1: as much opacity as density (slices in space)
uniform float veil;
uniform float opacity;
uniform float line;
uniform vec3 ground;
uniform vec3 contourColour;
in vec2 at;
out vec4 result;

float contour(float share, float slope, float level, float width) {
  return slope > 0.0 ? coverage(0.5 * width - abs(share - level) / slope) * clamp(width, 0.0, 1.0) : 0.0;
}

void main() {
  float share = max(splineAt(field, at, size), 0.0);
  float value = densityTransfer(share * peak);
  vec3 colour = mix(ground, texture(map, vec2(value * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb, fill);
  // Square roots are closer to straight across a flank, so the width of a line is truer.
  float root = sqrt(share);
  float slope = length(vec2(dFdx(root), dFdy(root)));
  float ink = 0.25 * contour(root, slope, sqrt(0.03), line);
  ink = max(ink, 0.31 * contour(root, slope, sqrt(0.1), line));
  ink = max(ink, 0.37 * contour(root, slope, sqrt(0.25), line));
  ink = max(ink, 0.43 * contour(root, slope, sqrt(0.5), line));
  ink = max(ink, 0.5 * contour(root, slope, sqrt(0.8), 1.25 * line));
  float a = opacity * mix(1.0, value, veil);
  result = vec4(mix(colour, contourColour, ink * contours) * a, a);
}
