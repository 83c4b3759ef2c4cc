import { Invalid } from '#core/params/invalid'

/** Nodes per axis over a box that is found from the model, or one range per axis. */
export type GridOption = { readonly nodes: number } | { readonly axes: readonly GridAxis[] }

/** Nodes from low to high, both included. */
export interface GridAxis {
  readonly low: number
  readonly high: number
  readonly nodes: number
}

const most = 2048

/** `64`, or `-4:4:64,-2:2:32`. Throws `Invalid` that names the option. */
export function gridOption(option: string, text: string): GridOption {
  const wrong = (): Invalid =>
    new Invalid(
      option,
      `is "${text}"; a number of nodes from 2 to ${most}, or low:high:nodes for each axis, was expected`,
    )
  const nodesFrom = (part: string | undefined): number => {
    const nodes = Number(part)
    if (!Number.isInteger(nodes) || nodes < 2 || nodes > most) throw wrong()
    return nodes
  }
  if (!text.includes(':')) return { nodes: nodesFrom(text) }
  const axes = text.split(',').map((axis) => {
    const parts = axis.split(':')
    const [low, high] = parts.map((part) => (part.trim() === '' ? NaN : Number(part)))
    if (parts.length !== 3 || low === undefined || high === undefined) throw wrong()
    if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) throw wrong()
    return { low, high, nodes: nodesFrom(parts[2]) }
  })
  return { axes }
}
