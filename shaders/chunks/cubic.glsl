// Cubic B-spline through coefficients in a texture, four bilinear reads (Sigg and Hadwiger, GPU Gems 2, ch. 20).
// `at` counts texels: 0 is the middle of the first. Twin: `splineAt` in src-renderer/stage/rules/spline.ts
vec4 cubicWeights(float f) {
  float g = 1.0 - f;
  return vec4(g * g * g, 3.0 * f * f * f - 6.0 * f * f + 4.0, 3.0 * g * g * g - 6.0 * g * g + 4.0, f * f * f) / 6.0;
}

float splineAt(sampler2D field, vec2 at, vec2 size) {
  vec2 cell = floor(at);
  vec2 f = at - cell;
  vec4 u = cubicWeights(f.x);
  vec4 v = cubicWeights(f.y);
  vec2 s = vec2(u.x + u.y, v.x + v.y);
  vec2 near = (cell + vec2(-0.5) + vec2(u.y, v.y) / s) / size;
  vec2 far = (cell + vec2(1.5) + vec2(u.w, v.w) / (1.0 - s)) / size;
  return mix(
    mix(texture(field, far).r, texture(field, vec2(near.x, far.y)).r, s.x),
    mix(texture(field, vec2(far.x, near.y)).r, texture(field, near).r, s.x),
    s.y
  );
}
