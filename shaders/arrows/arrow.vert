// One instance an arrow; positions in the world, sizes in device pixels.
in vec3 tail;
in vec3 tip;
in vec4 tint;
uniform vec2 viewport;
uniform float unit;
out vec2 at;
flat out float reach;
flat out vec4 ink;

void main() {
  mat4 seen = projectionMatrix * modelViewMatrix;
  vec4 clipA = seen * vec4(tail, 1.0);
  vec4 clipB = seen * vec4(tip, 1.0);
  vec2 a = 0.5 * viewport * clipA.xy / clipA.w;
  vec2 b = 0.5 * viewport * clipB.xy / clipB.w;
  reach = distance(a, b);
  ink = tint;
  vec2 direction = reach > 1e-3 ? (b - a) / reach : vec2(1.0, 0.0);
  vec2 normal = vec2(-direction.y, direction.x);
  float margin = 5.0 * unit;
  // Arrow coordinates: tip at the origin, tail at -reach
  at = vec2(position.x < 0.5 ? -reach - margin : margin, position.y * margin);
  vec2 pixel = b + at.x * direction + at.y * normal;
  gl_Position = reach >= 3.0 * unit ? vec4(2.0 * pixel / viewport, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
