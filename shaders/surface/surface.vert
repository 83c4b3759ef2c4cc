#include "chunks/cubic.glsl"
#include "chunks/surface.glsl"
#include "chunks/height-field.glsl"
// World units along both axes of the square
uniform vec2 extent;
// Side of a facet on the unit square
uniform vec2 facet;
out vec2 square;
out vec3 upright;

void main() {
  square = uv;
  vec2 e = 0.5 * facet;
  vec2 slope = vec2(
    heightAt(uv + vec2(e.x, 0.0)) - heightAt(uv - vec2(e.x, 0.0)),
    heightAt(uv + vec2(0.0, e.y)) - heightAt(uv - vec2(0.0, e.y))
  ) / (facet * extent);
  upright = surfaceNormal(slope);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(uv, heightAt(uv), 1.0);
}
