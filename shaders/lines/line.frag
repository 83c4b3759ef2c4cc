precision highp float;
#include "chunks/coverage.glsl"
uniform float width;
uniform vec4 casing;
uniform float cased;
flat in vec2 a;
flat in vec2 b;
flat in vec2 cutA;
flat in vec2 cutB;
flat in vec4 tintA;
flat in vec4 tintB;
in vec2 at;
out vec4 result;

void main() {
  if (cutA != vec2(0.0) && dot(at - a, cutA) < 0.0) discard;
  if (cutB != vec2(0.0) && dot(at - b, cutB) >= 0.0) discard;
  vec2 ab = b - a;
  vec4 tint = mix(tintA, tintB, clamp(dot(at - a, ab) / max(dot(ab, ab), 1e-12), 0.0, 1.0));
  float ink = coverage(0.5 * max(width, 1.0) - segmentDistance(at, a, b)) * min(width, 1.0);
  vec3 colour = mix(tint.rgb, casing.rgb, cased);
  float alpha = ink * mix(tint.a, casing.a * tint.a, cased);
  result = vec4(colour * alpha, alpha);
}
