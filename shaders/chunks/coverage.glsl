// How much of a pixel lies inside a shape whose edge is `inside` pixels away, positive within.
// Twins of both: src-renderer/stage/rules/coverage.ts
float coverage(float inside) {
  return clamp(inside + 0.5, 0.0, 1.0);
}

float segmentDistance(vec2 p, vec2 a, vec2 b) {
  vec2 ab = b - a;
  float along = clamp(dot(p - a, ab) / max(dot(ab, ab), 1e-12), 0.0, 1.0);
  return distance(p, a + along * ab);
}

// Signed distance to an arrow head: isosceles triangle with its tip at the origin, pointing to +x; positive outside.
float headDistance(vec2 p, float size, float halfWidth) {
  vec2 q = vec2(p.x, abs(p.y));
  float base = -size - q.x;
  vec2 normal = normalize(vec2(halfWidth, size));
  return max(base, dot(q, normal));
}

// Premultiplied `top` over premultiplied `under`
vec4 over(vec4 top, vec4 under) {
  return top + under * (1.0 - top.a);
}
