precision highp float;
#include "chunks/coverage.glsl"
uniform float unit;
uniform vec3 ground;
uniform float casing;
// 1: hollow head and dashed shaft (learned), 0: filled (exact)
uniform float hollow;
in vec2 at;
flat in float reach;
flat in vec4 ink;
out vec4 result;

void main() {
  float head = min(6.5 * unit, 0.6 * reach);
  float outer = headDistance(at, head, 0.42 * head);
  float shaft = segmentDistance(at, vec2(-reach, 0.0), vec2(-0.8 * head, 0.0)) - 0.6 * unit;
  float dash = mod(-at.x, 8.0 * unit) < 5.0 * unit ? 1.0 : 0.0;
  float triangle = mix(coverage(-outer), coverage(0.6 * unit - abs(outer + 0.6 * unit)), hollow);
  float mark = max(triangle, coverage(-shaft) * mix(1.0, dash, hollow) * step(at.x, -0.8 * head));
  float body = min(outer, shaft);
  float under = coverage(1.25 * unit - body) * casing * ink.a;
  result = over(vec4(ink.rgb, 1.0) * (mark * ink.a), vec4(ground, 1.0) * under);
}
