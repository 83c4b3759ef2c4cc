import { catalog } from '#core/catalog/index'
import { evenDirections } from '#core/measures/samples/directions'
import { sortedProjections } from '#core/measures/samples/projections'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import { withDefaults } from '#core/params/defaults'
import type { ErrorBudget } from '#core/protocol/training'
import { assemble, type Model } from '../../assemble'
import { subjectWith } from '../../observers/convergence/plan'
import type { Judged } from './judge'
import { keptFor } from './kept'
import { drawsAt, endsOf, type Setting, settingOf } from './setting'

const PARTICLES = 2000
/** Draws that the end points are held against */
const DRAWS = 8000
const DIRECTIONS = 64
/** How many times finer steps are that count as exact, and their most */
const FINER = 4
const MOST_STEPS = 800

/** What may be wrong in a run; each is on or off. */
const sources = ['score', 'steps', 'start'] as const
type Source = (typeof sources)[number]
type Switches = Readonly<Record<Source, boolean>>

const words: Readonly<Record<Source, { name: string; doc: string }>> = {
  score: { name: 'Learned score', doc: 'The network in place of the exact score.' },
  steps: { name: 'Steps', doc: 'The document’s steps in place of finer ones.' },
  start: { name: 'Start', doc: 'The Gaussian prior in place of the true law at the noise end.' },
}

/**
 * The same run with each source of error alone, and with each alone left out: sliced W_2 to draws from the law where the
 * sampler stops, on the same noise, so that differences are quieter than the distances themselves. Errors do not add;
 * what the sources alone leave over is the interaction.
 */
export function errorBudget(judged: Judged): ErrorBudget {
  const setting = settingOf(judged)
  const { model } = setting
  const { process, distribution, times } = model
  const { dimension } = distribution
  const end = times.at(-1)!
  const directions = evenDirections(dimension, DIRECTIONS)
  const target = keptFor(model, 'budget target', () => {
    const drawn = drawsAt(model, process.alpha(end), process.sigma(end), DRAWS, judged.seeds.data + 1)
    return sortedProjections({ values: Float32Array.from(drawn), dimension }, directions)
  })
  const distance = (on: Switches): number => {
    const run = (): number => {
      const values = endsOf(modelWith(setting, on), judged.seeds, PARTICLES)
      return slicedW2(sortedProjections({ values, dimension }, directions), target)
    }
    // Half of the runs ask no network, and are the same for all.
    return on.score ? run() : keptFor(model, `budget ${JSON.stringify(on)}`, run)
  }
  const every = (value: boolean): Switches => ({ score: value, steps: value, start: value })
  const [none, all] = [distance(every(false)), distance(every(true))]
  const rows = sources.map((source) => ({
    ...words[source],
    alone: distance({ ...every(false), [source]: true }) - none,
    without: all - distance({ ...every(true), [source]: false }),
  }))
  const sum = rows.reduce((total, { alone }) => total + alone, 0)
  return { step: judged.step, sources: rows, none, all, interaction: all - none - sum }
}

function modelWith({ subject, model, learned }: Setting, on: Switches): Model {
  const start = on.start ? subject.start : 'marginal'
  const entry = catalog.grid.find(({ kind }) => kind === subject.grid.kind)
  const steps = entry === undefined ? undefined : withDefaults(entry.params, subject.grid)['steps']
  const finer =
    on.steps || typeof steps !== 'number'
      ? subject
      : subjectWith(
          subject,
          subject.sampler,
          Math.max(steps, Math.min(MOST_STEPS, FINER * steps)),
          PARTICLES,
          catalog,
        )
  const made = on.steps ? model : keptFor(model, 'finer', () => assemble(finer, catalog))
  return { ...made, start, ...(on.score ? { score: learned } : {}) }
}
