uniform vec2 size;
out vec2 at;

void main() {
  // Texels are nodes, so the quad reaches from the first node to the last.
  at = uv * (size - 1.0);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
