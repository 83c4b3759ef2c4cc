// One instance a round mark: a disc with a ring around it, sizes in device pixels.
in vec3 centre;
// radius to the outside of the ring, width of the ring
in vec2 radius;
in vec4 fill;
in vec4 ring;
uniform vec2 viewport;
uniform float unit;
out vec2 at;
flat out vec2 extent;
flat out vec4 fillTint;
flat out vec4 ringTint;

void main() {
  vec4 clip = projectionMatrix * modelViewMatrix * vec4(centre, 1.0);
  extent = radius * unit;
  at = (vec2(position.x * 2.0 - 1.0, position.y)) * (extent.x + 1.0);
  fillTint = fill;
  ringTint = ring;
  gl_Position = clip + vec4(2.0 * at / viewport * clip.w, 0.0, 0.0);
}
