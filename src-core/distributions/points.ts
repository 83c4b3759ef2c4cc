import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { distributionFromMixture } from './from-mixture'
import { isotropicForm } from './mixture-form'

/** A small cross, so that the choice shows something before a file is read. */
const cross = Array.from({ length: 21 }, (_, i) => (i - 10) / 5).flatMap((x) => [
  [x, 0.5 * x],
  [0.5 * x, -x],
])

export const points = entry({
  kind: 'points',
  title: 'Points',
  doc: 'Your own points, each blurred by a little Gaussian: the empirical distribution that a model would memorise.',
  source: 'closed form: a mixture with one component a point',
  params: {
    points: {
      kind: 'rows',
      label: 'Points',
      doc: 'One point a line, 1 to 3 coordinates; all points have the same number.',
      widths: [1, 2, 3],
      minRows: 1,
      maxRows: 20_000,
      default: cross,
    },
    width: {
      kind: 'number',
      label: 'Blur',
      symbol: 's',
      doc: 'Standard deviation about each point. At 0 the data would be the points themselves and the score infinite there.',
      default: 0.05,
      min: 0.001,
      max: 5,
      soft: [0.005, 0.5],
      scale: 'log',
      step: 0.005,
    },
  },
  make({ points: rows, width }) {
    const dimension = rows[0]?.length
    if (dimension !== 1 && dimension !== 2 && dimension !== 3)
      throw new Invalid('points', 'is empty; at least one point of 1, 2 or 3 coordinates was expected')
    const far = rows.findIndex((row) => row.some((x) => Math.abs(x) > 1e4))
    if (far !== -1)
      throw new Invalid(
        `points.${far}`,
        'lies further out than 10 000; coordinates of at most that size were expected',
      )
    const form = isotropicForm(
      dimension,
      Float64Array.from(rows.flat()),
      new Float64Array(rows.length).fill(1),
      width ** 2,
    )
    return distributionFromMixture(form)
  },
})
