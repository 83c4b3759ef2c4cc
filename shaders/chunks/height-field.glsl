// Needs chunks/cubic.glsl and chunks/surface.glsl. The field in a texture as heights over the unit square.
uniform sampler2D field;
uniform vec2 size;
// Texel under the corner of the square, and texels across it
uniform vec2 origin;
uniform vec2 reach;
// Largest size of the field over the top of the range
uniform float peak;
uniform float either;
uniform float tall;
const float limit = 1.5;

float shareAt(vec2 square) {
  vec2 at = origin + square * reach;
  float share = peak * splineAt(field, at, size);
  if (either < 0.5) share = max(share, 0.0);
  // Where the field ends there is nothing; half a texel beside its ends is still its own.
  vec2 inside = step(vec2(-0.51), at) * step(at, size - vec2(0.49));
  return share * inside.x * inside.y;
}

float heightAt(vec2 square) {
  return surfaceHeight(shareAt(square), tall, limit);
}
