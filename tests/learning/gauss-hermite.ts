/**
 * Nodes and weights for E f(z), z ~ N(0, 1), exact for polynomials up to degree 2 n - 1: roots of the probabilists'
 * Hermite polynomial by Newton's method from a scan of its signs.
 */
export function gaussHermite(n: number): { nodes: number[]; weights: number[] } {
  const orthonormal = (x: number): [number, number] => {
    let [before, here] = [0, 1]
    for (let k = 0; k < n; k++) [before, here] = [here, (x * here - Math.sqrt(k) * before) / Math.sqrt(k + 1)]
    return [here, before]
  }
  const nodes: number[] = []
  const reach = 2 * Math.sqrt(n) + 1
  const step = 0.02
  for (let x = -reach; x < reach; x += step) {
    if (Math.sign(orthonormal(x)[0]) === Math.sign(orthonormal(x + step)[0])) continue
    let root = x + 0.5 * step
    for (let i = 0; i < 20; i++) {
      const [value, below] = orthonormal(root)
      root -= value / (Math.sqrt(n) * below)
    }
    nodes.push(root)
  }
  if (nodes.length !== n) throw new Error(`found ${nodes.length} of ${n} nodes`)
  return { nodes, weights: nodes.map((x) => 1 / (n * orthonormal(x)[1] ** 2)) }
}
