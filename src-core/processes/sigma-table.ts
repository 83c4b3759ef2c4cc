import { entry } from '#core/params/entry'
import { monotoneCubic } from '#core/numeric/monotone-cubic'
import { Invalid } from '#core/params/invalid'
import { processFromPath } from './gaussian-path'

export const sigmaTable = entry({
  kind: 'sigma-table',
  title: 'Noise from a table',
  doc: 'Any rising noise level: heat conduction with conductivity D(t) = sigma dsigma/dt.',
  source: 'monotone cubic interpolation, Fritsch & Carlson 1980',
  formula: 'dx = \\sqrt{2\\,D(t)}\\,dW,\\quad D = \\dot\\sigma\\sigma',
  params: {
    table: {
      kind: 'rows',
      label: 'Times and noise levels',
      symbol: '(t, \\sigma)',
      doc: 'Rows of time and noise level, both strictly rising; the first noise level must be above 0.',
      widths: [2],
      minRows: 2,
      maxRows: 2000,
      default: [
        [0, 0.01],
        [0.25, 0.3],
        [0.5, 1.5],
        [0.75, 6],
        [1, 20],
      ],
    },
  },
  make({ table }) {
    table.forEach((row, i) => {
      const before = table[i - 1]
      if (row[1]! <= 0)
        throw new Invalid(`table.${i}`, `has the noise level ${row[1]}; a number above 0 was expected`)
      if (before !== undefined && (row[0]! <= before[0]! || row[1]! <= before[1]!))
        throw new Invalid(
          `table.${i}`,
          'does not rise; time and noise level above those of the row before were expected',
        )
    })
    // Interpolated in log sigma: a straight line there is a constant factor per unit of time.
    const logSigma = monotoneCubic(
      Float64Array.from(table, (row) => row[0]!),
      Float64Array.from(table, (row) => Math.log(row[1]!)),
    )
    const variance = (t: number): number => Math.exp(2 * logSigma.value(t))
    return processFromPath({
      tMin: table[0]![0]!,
      tMax: table.at(-1)![0]!,
      priorStd: table.at(-1)![1]!,
      logAlpha: () => 0,
      logAlphaRate: () => 0,
      variance,
      varianceRate: (t) => 2 * logSigma.slope(t) * variance(t),
    })
  },
})
