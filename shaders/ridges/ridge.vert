// A filled profile; its colour is that of the density above each place, sinking to the ground at its foot.
in vec3 tint;
out vec3 colour;

void main() {
  colour = tint;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
