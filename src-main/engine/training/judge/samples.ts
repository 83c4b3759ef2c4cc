import { catalog } from '#core/catalog/index'
import type { GenerativeSubject } from '#core/experiment/document'
import { networkScore } from '#core/learning/network/network-score'
import { evenDirections } from '#core/measures/samples/directions'
import { sortedProjections } from '#core/measures/samples/projections'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import type { LearnedSamples, SamplePanel } from '#core/protocol/training'
import type { ScoreModel } from '#core/scores/score-model'
import { assemble } from '../../assemble'
import type { Judged } from './judge'
import { keptFor } from './kept'
import { drawsAt, endsOf, settingOf } from './setting'

const PARTICLES = 3000
const DIRECTIONS = 64
/** Steps in which a student samples */
const JUMPS = [
  [1, 'One step'],
  [2, 'Two steps'],
] as const

/** The flow in steps enough, for scores where the document's own sampler is one of jumps. */
const flow = {
  dynamics: { kind: 'reverse', lambda: 0 },
  sampler: { kind: 'dpmpp-2m' },
  grid: { kind: 'log-snr', steps: 30 },
} as const satisfies Partial<GenerativeSubject>

/** From the same noise: the exact score and the network, or a student's jumps beside its teacher and the exact score. */
export function learnedSamples(judged: Judged): LearnedSamples {
  const { model, learned, subject } = settingOf(judged)
  const { seeds, step, teacher } = judged
  const { process, distribution, times } = model
  const end = times.at(-1)!
  const { dimension } = distribution
  const directions = evenDirections(dimension, DIRECTIONS)
  const sorted = (values: Float32Array) => sortedProjections({ values, dimension }, directions)
  const draws = (seed: number) =>
    sorted(Float32Array.from(drawsAt(model, process.alpha(end), process.sigma(end), PARTICLES, seed)))
  const { target, floor } = keptFor(model, 'draws', () => {
    const [one, another] = [draws(seeds.data + 1), draws(seeds.data + 2)]
    return { target: one, floor: slicedW2(one, another) }
  })
  const panel = (title: string, of: SamplePanel['of'], score: ScoreModel, given = subject): SamplePanel => {
    const run = assemble(given, catalog)
    const values = endsOf({ ...run, score }, seeds, PARTICLES)
    const method = methodOf(given, run.times.length - 1)
    return { title, method, of, values, distance: slicedW2(sorted(values), target) }
  }
  /** The same whatever the network */
  const exactPanel = (given = subject): SamplePanel =>
    keptFor(model, `exact ${given.sampler.kind}`, () => panel('Exact score', 'exact', model.score, given))
  if (teacher === null) {
    const panels = [exactPanel(), panel('Learned score', 'learned', learned)]
    return { step, floor, panels }
  }
  const teaching = networkScore(teacher.architecture, teacher.weights, model.score)
  const run = subject.sampler.kind === 'consistency' ? { ...subject, ...flow } : subject
  return {
    step,
    floor,
    panels: [
      exactPanel(run),
      panel('Teacher', 'learned', teaching, run),
      ...JUMPS.map(([steps, title]) =>
        panel(title, 'learned', learned, {
          ...subject,
          dynamics: { kind: 'reverse' },
          sampler: { kind: 'consistency' },
          grid: { kind: 'log-snr', steps },
        }),
      ),
    ],
  }
}

function methodOf({ sampler }: GenerativeSubject, steps: number): string {
  const title = catalog.sampler.find(({ kind }) => kind === sampler.kind)?.title ?? sampler.kind
  return `${title}, ${steps} ${steps === 1 ? 'step' : 'steps'}`
}
