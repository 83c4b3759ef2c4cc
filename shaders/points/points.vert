uniform float diameter;
uniform float depthNear;
uniform float depthFar;
out float depthFade;

void main() {
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  gl_Position = projectionMatrix * seen;
  // One pixel more than the disc, for its edge
  gl_PointSize = diameter + 1.0;
  // In the plane near and far are equal and nothing fades.
  depthFade = depthFar > depthNear ? clamp((-seen.z - depthNear) / (depthFar - depthNear), 0.0, 1.0) : 0.0;
}
