precision highp float;
#include "chunks/transfer.glsl"
#include "chunks/cubic.glsl"
#include "chunks/coverage.glsl"
#include "chunks/contours.glsl"
#include "chunks/field-ink.glsl"
#include "chunks/surface.glsl"
#include "chunks/height-field.glsl"
uniform sampler2D map;
uniform float fill;
uniform float contours;
uniform float line;
uniform vec3 ground;
uniform vec3 contourColour;
uniform vec3 zeroColour;
uniform vec3 latticeColour;
uniform float latticeOpacity;
// Direction to the light, and the share of the light that comes from everywhere
uniform vec3 towards;
uniform float ambient;
// Lines of the lattice at whole numbers of this, an affine map of the square
uniform vec2 latticeOrigin;
uniform vec2 latticeCount;
in vec2 square;
in vec3 upright;
out vec4 result;

void main() {
  float share = shareAt(square);
  float value = mix(densityTransfer(share), signedTransfer(share), either);
  vec3 colour = mix(ground, texture(map, vec2(value * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb, fill);
  vec3 up = normalize(gl_FrontFacing ? upright : -upright);
  colour *= ambient + (1.0 - ambient) * surfaceLight(up, towards);
  vec2 lattice = latticeOrigin + square * latticeCount;
  vec2 perPixel = fwidth(lattice);
  float lines = max(latticeInk(lattice.x, perPixel.x, line), latticeInk(lattice.y, perPixel.y, line));
  colour = mix(colour, latticeColour, latticeOpacity * lines);
  // Contours are those of the map: shares of the largest size that is there now.
  float ofMax = share / max(peak, 1e-9);
  float ink = contourInk(ofMax, line);
  if (share < 0.0) ink *= dashed(gl_FragCoord.xy, line);
  colour = mix(colour, contourColour, ink * contours);
  colour = mix(colour, zeroColour, zeroInk(ofMax, line) * either * min(contours, 0.5));
  result = vec4(colour, 1.0);
}
