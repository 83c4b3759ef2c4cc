// Square root of a contour's share of the maximum, opacity of its line, width over `line`. Lines are thin beside what
// lies between them, so only the one with the nearest level is looked at.
// Twin: src-renderer/stage/rules/contours.ts
vec3 nearestContour(float root) {
  if (root < 0.2447) return vec3(0.17320508, 0.25, 1.0);
  if (root < 0.4081) return vec3(0.31622777, 0.31, 1.0);
  if (root < 0.6036) return vec3(0.5, 0.37, 1.0);
  if (root < 0.8008) return vec3(0.70710678, 0.43, 1.0);
  return vec3(0.89442719, 0.5, 1.25);
}
