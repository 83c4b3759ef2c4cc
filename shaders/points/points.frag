precision highp float;
#include "chunks/coverage.glsl"
uniform vec3 colour;
uniform vec3 farColour;
uniform float opacity;
uniform float additive;
uniform float diameter;
in float depthFade;
out vec4 result;

void main() {
  float r = length(gl_PointCoord - 0.5) * (diameter + 1.0);
  float a = opacity * coverage(0.5 * diameter - r);
  // Premultiplied: a source alpha below the colour's own weight lifts dense cores a little.
  result = vec4(mix(colour, farColour, depthFade) * a, a * additive);
}
