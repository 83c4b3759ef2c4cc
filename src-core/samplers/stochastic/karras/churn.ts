import { Invalid } from '#core/params/invalid'
import type { NumberParam } from '#core/params/param'
import { noiseScale } from '../own-noise'

/** How much noise a step of Karras et al. 2022, algorithm 2, adds before it, and where (levels are sigma / alpha). */
export interface Churn {
  readonly churn: number
  readonly churnFrom: number
  readonly churnTo: number
  readonly noiseScale: number
}

const level = { kind: 'number', min: 0, scale: 'log', step: 0.01 } as const

export const churnParams = {
  churn: {
    kind: 'number',
    label: 'Churn',
    symbol: 'S_{\\mathrm{churn}}',
    doc: 'Total noise that is put back over the run, in relative steps; 0 is the deterministic method.',
    default: 40,
    min: 0,
    max: 1000,
    soft: [0, 80],
    step: 1,
  },
  churnFrom: {
    ...level,
    label: 'Churn from',
    symbol: 'S_{\\min}',
    doc: 'No noise is put back below this noise level.',
    default: 0.05,
    max: 10000,
    soft: [0.01, 1],
  },
  churnTo: {
    ...level,
    label: 'Churn to',
    symbol: 'S_{\\max}',
    doc: 'No noise is put back above this noise level.',
    default: 50,
    max: 100000,
    soft: [1, 100],
  },
  noiseScale: { ...noiseScale, default: 1.003, minor: false },
} as const satisfies Record<string, NumberParam>

export function checkChurn({ churnFrom, churnTo }: Churn): void {
  if (churnFrom >= churnTo)
    throw new Invalid('churnFrom', `is ${churnFrom}; a number below churnTo (${churnTo}) was expected`)
}

/** The level to which noise is added before a step out of `ratio`: gamma = min(S_churn / N, sqrt 2 - 1) (line 4). */
export function churned(ratio: number, { churn, churnFrom, churnTo }: Churn, steps: number): number {
  const inside = ratio >= churnFrom && ratio <= churnTo
  return ratio * (1 + (inside ? Math.min(churn / steps, Math.SQRT2 - 1) : 0))
}
