// A field as heights over a plane: x to the right, y up, the plane's second axis away from the eye along -z.
// Twins of all: src-renderer/stage/rules/surface.ts

// Height of a share of the top; what lies beyond the limit is cut off.
float surfaceHeight(float share, float tall, float limit) {
  return tall * clamp(share, -limit, limit);
}

// Unit normal, from the slopes along both axes of the plane
vec3 surfaceNormal(vec2 slope) {
  return normalize(vec3(-slope.x, 1.0, slope.y));
}

// Soft light from one side, 0 to 1: what turns away from it is dim, never black.
float surfaceLight(vec3 normal, vec3 towards) {
  float turned = 0.5 + 0.5 * dot(normal, towards);
  return turned * turned;
}

// Opacity of lines at whole numbers of `at`, `line` pixels wide; they fade where they would crowd.
float latticeInk(float at, float perPixel, float line) {
  float away = abs(fract(at + 0.5) - 0.5) / max(perPixel, 1e-9);
  return clamp(0.5 * line - away + 0.5, 0.0, 1.0) * smoothstep(7.0, 18.0, 1.0 / max(perPixel, 1e-9));
}
