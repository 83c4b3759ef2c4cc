// Needs chunks/coverage.glsl and chunks/contours.glsl. Opacity of contour lines at a share of the field's largest size,
// with the slope per pixel taken here; `line` is the width of a line in device pixels.
float contourInk(float share, float line) {
  // Square roots are closer to straight across a flank, so the width of a line is truer.
  float root = sqrt(abs(share));
  float slope = length(vec2(dFdx(root), dFdy(root)));
  vec3 level = nearestContour(root);
  float width = level.z * line;
  float inside = slope > 0.0 ? 0.5 * width - abs(root - level.x) / slope : -1.0;
  return level.y * coverage(inside) * min(width, 1.0);
}

// A field of squares that are on or off, turned so that hardly a line runs along it: lines below zero are cut by it.
float dashed(vec2 pixel, float line) {
  vec2 turned = vec2(0.924 * pixel.x - 0.383 * pixel.y, 0.383 * pixel.x + 0.924 * pixel.y) / (6.0 * line);
  return mod(floor(turned.x) + floor(turned.y), 2.0);
}

// The line where the field changes its sign; none where it is all but nothing.
float zeroInk(float share, float line) {
  float slope = length(vec2(dFdx(share), dFdy(share)));
  float inside = slope > 0.0 ? 0.6 * line - abs(share) / slope : -1.0;
  return coverage(inside) * smoothstep(0.0008, 0.004, slope / line);
}
