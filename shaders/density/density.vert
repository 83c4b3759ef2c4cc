out vec2 cell;

void main() {
  cell = uv;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
