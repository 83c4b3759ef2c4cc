import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { steps, toZero, type TimeGrid } from './time-grid'

/** Length of the chain, and the constants that bound its steps and shift its cosine. */
const [M, C1, C2] = [1000, 0.001, 0.008]

/** The noise levels u_0 > u_1 > ... > u_M = 0 of the cosine chain (Karras et al. 2022, table 1, column iDDPM). */
function chainLevels(): Float64Array {
  const u = new Float64Array(M + 1)
  const alphaBar = (j: number): number => Math.sin((0.5 * Math.PI * j) / (M * (C2 + 1))) ** 2
  for (let j = M; j > 0; j--)
    u[j - 1] = Math.sqrt((u[j]! ** 2 + 1) / Math.max(C1, alphaBar(j - 1) / alphaBar(j)) - 1)
  return u
}

export const iddpm = entry({
  kind: 'iddpm',
  title: 'iDDPM',
  doc: 'Some of the noise levels of the cosine chain of 1000 steps, evenly by number; the ends are the nearest levels inside the process.',
  source: 'Karras et al. 2022, table 1; Nichol & Dhariwal 2021',
  params: { steps, toZero },
  make: ({ steps: count, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      const [most, least] = [process.tMax, process.tMin].map((t) => Math.exp(-0.5 * process.logSnr(t)))
      const inside = chainLevels().filter((u) => u >= least! && u <= most!)
      if (inside.length <= count)
        throw new Invalid(
          'steps',
          `is ${count}; at most ${Math.max(1, inside.length - 1)} were expected, since the chain has no more levels within the process`,
        )
      return Float64Array.from({ length: count + 1 }, (_, i) =>
        process.tFromLogSnr(-2 * Math.log(inside[Math.round((i * (inside.length - 1)) / count)]!)),
      )
    },
  }),
})
