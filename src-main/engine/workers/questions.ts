import { catalog } from '#core/catalog/index'
import type { Experiment, Seeds } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import { Invalid } from '#core/params/invalid'
import type { CallName, Calls } from '#core/protocol/contract'
import { assemble } from '../assemble'
import { backwardDesk } from '../equations/backward/desk'
import { assembleEquation } from '../equations/equation-model'
import { firstPassage } from '../equations/first-passage'
import { atRest } from '../equations/at-rest'
import { withPaths } from '../equations/with-paths'
import { boundOf } from '../observers/bound'
import { entropyCourse } from '../observers/entropy'
import { invert, invertibleModel, pointsToInvert } from '../observers/inversion'
import { itoAnswer } from '../observers/ito-bench'
import { pathWeights } from '../observers/path-weights'
import { weakForm } from '../observers/weak-form'
import { wrongScoreStudy } from '../observers/wrong-score'
import { heldNetworks } from './held-networks'

/** What a question is about */
export interface About {
  readonly experiment: Experiment
  readonly seeds: Seeds
}

let lastStudy: {
  readonly about: string
  readonly networks: NetworkTable
  readonly costAt: ReturnType<typeof wrongScoreStudy>
} | null = null

type Input<Name extends CallName> = Omit<Calls[Name]['input'], 'revision'>

/** Most points that are encoded at once. */
const MOST_INVERTED = 2000

/** What this thread has solved last: the playhead asks about one solution again and again. */
const backward = backwardDesk()

/**
 * Questions about the document that take a second or so and are answered whole, beside the run; each is the call of its
 * name. They throw `Invalid`, which arrives as such. A new question is a call of the contract and an entry here.
 */
export const answers = {
  inversion: ({ experiment, seeds }, { particles }) => {
    if (!Number.isInteger(particles) || particles < 1 || particles > MOST_INVERTED)
      throw new Invalid('particles', `is not usable; a number from 1 to ${MOST_INVERTED} was expected`)
    const model = invertibleModel(experiment.subject)
    const found = invert(model, seeds, pointsToInvert(model, seeds, particles))
    const single = (values: Float64Array): Float32Array => Float32Array.from(values)
    return {
      ...found,
      data: single(found.data),
      latent: single(found.latent),
      exact: single(found.exact),
      returned: single(found.returned),
    }
  },
  bound: ({ experiment: { subject }, seeds }) => {
    const { terms, total, totalError, entropy } = boundOf(assemble(subject, catalog), subject, seeds)
    const column = (of: 't' | 'value' | 'error'): Float64Array => Float64Array.from(terms, (term) => term[of])
    return { t: column('t'), values: column('value'), errors: column('error'), total, totalError, entropy }
  },
  pathWeights: ({ experiment: { subject }, seeds }, { push }) =>
    pathWeights(assembleEquation(withPaths(subject), catalog), seeds, push),
  /** One share of noise a question; what all of them have in common is kept from the one before. */
  wrongScore: ({ experiment: { subject }, seeds }, { lambda, simulate }) => {
    const networks = heldNetworks()
    const about = JSON.stringify([subject, seeds])
    if (lastStudy?.about !== about || lastStudy.networks !== networks)
      lastStudy = { about, networks, costAt: wrongScoreStudy(subject, seeds, networks) }
    return lastStudy.costAt(lambda, simulate)
  },
  backward: (about) => backward.picture(about),
  backwardPaths: (about, { step }) => {
    if (!Number.isInteger(step) || step < 0)
      throw new Invalid('step', 'is not usable; a number of a step was expected')
    return backward.estimates(about, step)
  },
  entropy: ({ experiment }) => entropyCourse(experiment, heldNetworks()),
  weakForm: ({ experiment: { subject }, seeds }, { phi }) =>
    weakForm(assembleEquation(withPaths(subject), catalog), seeds, phi),
  itoBench: ({ experiment: { subject }, seeds }, { integrand }) =>
    itoAnswer(integrand, withPaths(subject).horizon, seeds.path),
  firstPassage: ({ experiment: { subject }, seeds }, wish) =>
    firstPassage(withPaths(subject), seeds.path, wish),
  atRest: ({ experiment: { subject } }) => atRest(withPaths(subject)),
} satisfies { readonly [Name in CallName]?: (about: About, input: Input<Name>) => Calls[Name]['output'] }

export type QuestionName = keyof typeof answers

export const questionNames = Object.keys(answers) as readonly QuestionName[]

/** One question with its number; `input` is that of the call. */
export interface QuestionJob extends About {
  readonly kind: 'question'
  readonly id: number
  readonly name: QuestionName
  readonly input: unknown
}

export function answerTo({ name, input, experiment, seeds }: QuestionJob): unknown {
  const answer = answers[name] as (about: About, input: unknown) => unknown
  return answer({ experiment, seeds }, input)
}
