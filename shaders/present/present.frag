precision highp float;
#include "chunks/srgb.glsl"
uniform sampler2D picture;
in vec2 at;
out vec4 result;

// Everything is blended in linear light; this is the only place where it is encoded for the screen.
void main() {
  result = vec4(srgbFromLinear(texture(picture, at).rgb), 1.0);
}
