#include "chunks/cubic.glsl"
#include "chunks/surface.glsl"
#include "chunks/height-field.glsl"
// Particles on a height field. From data coordinates to the unit square; those beside it are not drawn.
uniform vec2 squareOrigin;
uniform vec2 squareScale;
uniform float diameter;
out float depthFade;

void main() {
  vec2 square = squareOrigin + position.xy * squareScale;
  bool inside = square == clamp(square, 0.0, 1.0);
  vec4 seen = projectionMatrix * modelViewMatrix * vec4(square, heightAt(clamp(square, 0.0, 1.0)), 1.0);
  // A little nearer to the eye than the surface that they lie on
  seen.z -= 0.0008 * seen.w;
  gl_Position = inside ? seen : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = diameter + 1.0;
  depthFade = 0.0;
}
