precision highp float;
#include "chunks/transfer.glsl"
#include "chunks/cubic.glsl"
#include "chunks/coverage.glsl"
#include "chunks/contours.glsl"
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

void main() {
  float share = max(splineAt(field, at, size), 0.0);
  float value = densityTransfer(share * peak);
  vec3 colour = mix(ground, texture(map, vec2(value * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb, fill);
  // Square roots are closer to straight across a flank, so the width of a line is truer.
  float root = sqrt(share);
  float slope = length(vec2(dFdx(root), dFdy(root)));
  vec3 level = nearestContour(root);
  float width = level.z * line;
  float inside = slope > 0.0 ? 0.5 * width - abs(root - level.x) / slope : -1.0;
  float ink = level.y * coverage(inside) * min(width, 1.0);
  float a = opacity * mix(1.0, value, veil);
  result = vec4(mix(colour, contourColour, ink * contours) * a, a);
}
