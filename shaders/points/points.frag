precision highp float;
uniform vec3 colour;
uniform vec3 farColour;
uniform float opacity;
uniform float additive;
uniform float diameter;
in float depthFade;
out vec4 result;

void main() {
  // A disc with an edge one pixel wide; small points are squares whose opacity carries their area.
  float r = length(gl_PointCoord - 0.5) * diameter;
  float inside = clamp(0.5 * diameter - r + 0.5, 0.0, 1.0);
  float a = opacity * inside;
  if (a <= 0.0) discard;
  // Premultiplied: a source alpha below the colour's own weight lifts dense cores a little.
  result = vec4(mix(colour, farColour, depthFade) * a, a * additive);
}
