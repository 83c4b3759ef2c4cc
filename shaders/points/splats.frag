precision highp float;
// Square root of the ink of a cloud that was drawn by the processor, a texel a pixel
uniform sampler2D ink;
uniform vec3 colour;
uniform float additive;
out vec4 result;

void main() {
  float root = texelFetch(ink, ivec2(gl_FragCoord.xy), 0).r;
  float a = root * root;
  // Many discs with premultiplied colour c a and alpha a q leave 1 - A of the ground and add c A / q.
  result = vec4(colour * (a / additive), a);
}
