precision highp float;
#include "chunks/coverage.glsl"
in vec2 at;
flat in vec2 extent;
flat in vec4 fillTint;
flat in vec4 ringTint;
out vec4 result;

void main() {
  float r = length(at);
  float whole = coverage(extent.x - r);
  float inner = coverage(extent.x - extent.y - r);
  vec4 ring = vec4(ringTint.rgb, 1.0) * (ringTint.a * (whole - inner));
  result = ring + vec4(fillTint.rgb, 1.0) * (fillTint.a * inner);
}
