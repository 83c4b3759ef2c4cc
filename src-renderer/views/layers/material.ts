import {
  CustomBlending,
  GLSL3,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  type IUniform,
} from 'three'

/** A material that blends premultiplied colours in the order of drawing, with no depth buffer. */
export function layerMaterial<Name extends string>(
  vertexShader: string,
  fragmentShader: string,
  values: Readonly<Record<Name, unknown>>,
): ShaderMaterial & { readonly uniforms: Record<Name, IUniform> } {
  const uniforms = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value }]),
  ) as Record<Name, IUniform>
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
    uniforms,
  })
  return Object.assign(material, { uniforms })
}
