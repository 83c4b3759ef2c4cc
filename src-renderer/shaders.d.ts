declare module '#shaders/*.vert' {
  const source: string
  export default source
}
declare module '#shaders/*.frag' {
  const source: string
  export default source
}
declare module '#shaders/*.glsl' {
  const source: string
  export default source
}
