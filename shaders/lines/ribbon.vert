// A segment from `from` to `to` as a quad `width` pixels wide, with round-free ends; one instance a segment.
in vec3 from;
in vec3 to;
in vec4 tint;
uniform vec2 viewport;
uniform float width;
uniform vec4 casing;
uniform float cased;
out vec4 colour;

void main() {
  vec4 a = projectionMatrix * modelViewMatrix * vec4(from, 1.0);
  vec4 b = projectionMatrix * modelViewMatrix * vec4(to, 1.0);
  vec2 along = (b.xy / b.w - a.xy / a.w) * viewport;
  float length2 = dot(along, along);
  vec2 direction = length2 > 1e-12 ? along * inversesqrt(length2) : vec2(1.0, 0.0);
  vec2 normal = vec2(-direction.y, direction.x);
  vec4 end = position.x < 0.5 ? a : b;
  float reach = (position.x < 0.5 ? -0.5 : 0.5) * width;
  vec2 offset = normal * position.y * width + direction * reach * 0.6;
  gl_Position = end + vec4(offset * 2.0 / viewport * end.w * 0.5, 0.0, 0.0);
  colour = mix(tint, vec4(casing.rgb, casing.a * tint.a), cased);
}
