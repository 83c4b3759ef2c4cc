precision highp float;
#include "chunks/transfer.glsl"
#include "chunks/cubic.glsl"
#include "chunks/coverage.glsl"
#include "chunks/contours.glsl"
#include "chunks/field-ink.glsl"
uniform sampler2D field;
uniform sampler2D map;
uniform vec2 size;
// Largest size in the field over the top of the colour range; the field itself has largest size 1.
uniform float peak;
// 1: a field with either sign, whose map has nothing in the middle
uniform float either;
uniform float fill;
uniform float contours;
// 0: opaque over the stage; 1: as much opacity as density (slices in space)
uniform float veil;
uniform float opacity;
uniform float line;
uniform vec3 ground;
uniform vec3 contourColour;
uniform vec3 zeroColour;
in vec2 at;
out vec4 result;

void main() {
  float share = splineAt(field, at, size);
  if (either < 0.5) share = max(share, 0.0);
  float value = mix(densityTransfer(share * peak), signedTransfer(share * peak), either);
  vec3 colour = mix(ground, texture(map, vec2(value * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb, fill);
  float ink = contourInk(share, line);
  if (share < 0.0) ink *= dashed(gl_FragCoord.xy, line);
  colour = mix(colour, contourColour, ink * contours);
  colour = mix(colour, zeroColour, zeroInk(share, line) * either * min(contours, 0.5));
  float a = opacity * mix(1.0, value, veil);
  result = vec4(colour * a, a);
}
