// One instance a segment from `from` to `to`; `before` and `after` are its neighbours. w names the polyline, so one
// buffer of points holds many. Segments meet on the bisector of their joint: no pixel is blended twice.
in vec4 before;
in vec4 from;
in vec4 to;
in vec4 after;
in vec4 fromTint;
in vec4 toTint;
uniform vec2 viewport;
uniform float width;
// How much nearer to the eye than they are, for lines that lie on a body
uniform float lift;
flat out vec2 a;
flat out vec2 b;
flat out vec2 cutA;
flat out vec2 cutB;
flat out vec4 tintA;
flat out vec4 tintB;
out vec2 at;

vec2 onScreen(vec4 clip) {
  return 0.5 * viewport * clip.xy / clip.w;
}

vec2 along(vec2 v) {
  float l = length(v);
  return l > 1e-4 ? v / l : vec2(0.0);
}

void main() {
  mat4 seen = projectionMatrix * modelViewMatrix;
  vec4 clipA = seen * vec4(from.xyz, 1.0);
  vec4 clipB = seen * vec4(to.xyz, 1.0);
  a = onScreen(clipA);
  b = onScreen(clipB);
  tintA = fromTint;
  tintB = toTint;
  vec2 direction = along(b - a);
  bool drawn = from.w == to.w && direction != vec2(0.0) && clipA.w > 0.0 && clipB.w > 0.0;
  cutA = before.w == from.w ? direction + along(a - onScreen(seen * vec4(before.xyz, 1.0))) : vec2(0.0);
  cutB = after.w == to.w ? direction + along(onScreen(seen * vec4(after.xyz, 1.0)) - b) : vec2(0.0);
  float reach = 0.5 * max(width, 1.0) + 1.0;
  vec2 normal = vec2(-direction.y, direction.x);
  at = (position.x < 0.5 ? a - reach * direction : b + reach * direction) + position.y * reach * normal;
  // Only views with bodies look at the depth; a line is never cut by it being too near or far.
  float depth = position.x < 0.5 ? clipA.z / clipA.w : clipB.z / clipB.w;
  gl_Position = drawn ? vec4(2.0 * at / viewport, clamp(depth - lift, -1.0, 1.0), 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
