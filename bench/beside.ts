import type { PythonPeer } from './peers/numpy-peer'
import { median } from './section'

/** Milliseconds of this process's own time */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e3
}

/** Medians of our time beside a peer's, each round next to the other; the ratio is theirs over ours. */
export async function beside(
  peer: PythonPeer | null,
  question: string,
  ours: () => number,
  rounds = 7,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const [mine, theirs, ratios]: [number[], number[], number[]] = [[], [], []]
  ours()
  for (let round = 0; round < rounds; round++) {
    const their = (await peer?.ask(question)) ?? NaN
    const our = ours()
    mine.push(our)
    theirs.push(their)
    ratios.push(their / our)
  }
  return { ours: median(mine), theirs: median(theirs), ratio: median(ratios) }
}
