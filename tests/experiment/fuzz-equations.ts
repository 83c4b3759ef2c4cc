import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { serialise } from '#core/experiment/serialise'
import { particlesOf } from '#core/experiment/subject'
import { cellCount } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { Description } from '#core/params/entry'
import type { Param } from '#core/params/param'
import type { Frame } from '#core/protocol/contract'
import { equationFrames } from '#main/engine/equations/equation-frames'
import { equationOf } from '#main/engine/equations/equation-of'
import { EquationRun } from '#main/engine/equations/equation-run'
import { inlinePool } from '#tests/engine/equations/inline-pool'
import type { FuzzResult } from './fuzz'
import { mutate, randomFrom, strange } from './mutate'

const line = { kind: 'line', low: -4, high: 4, cells: 24 }
const held = { ...line, lowEnd: 'held', highEnd: 'held' }
const plane = { kind: 'plane', lowX: -3, highX: 3, lowY: -2, highY: 2, cells: 10 }
const small = { steps: 6, horizon: 0.5, particles: 40 }

/** One of each thing that an equation or a field can be, small enough to be run hundreds of times */
export const subjects: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'sde', equation: { kind: 'ornstein-uhlenbeck', theta: 0.5, sigma: 1 }, domain: held, ...small },
  {
    kind: 'sde',
    equation: {
      kind: 'formula-line',
      drift: 'x - x^3',
      diffusion: '0.5 + 0.1 * x^2',
      interpretation: 'stratonovich',
    },
    domain: line,
    start: { kind: 'formula', formula: 'exp(-x^2)' },
    scheme: { kind: 'explicit' },
    ...small,
    horizon: 0.02,
  },
  {
    kind: 'sde',
    equation: {
      kind: 'formula-plane',
      driftX: '-x + y',
      driftY: '-x - y',
      xx: '0.5',
      xy: '0.2',
      yx: '0',
      yy: '0.6',
    },
    domain: plane,
    start: { kind: 'block', lowX: -1, highX: 1, lowY: -1, highY: 1 },
    ...small,
  },
  {
    kind: 'sde',
    equation: { kind: 'rotating-ou' },
    domain: { ...plane, lowEndX: 'periodic', highEndX: 'periodic' },
    scheme: { kind: 'flux-limited' },
    ...small,
  },
  {
    kind: 'field',
    problem: { kind: 'heat', conductivity: '1 + 0.5 * sin(x)', source: '0' },
    domain: { ...line, lowEnd: 'held', lowValue: 1 },
    steps: 6,
    horizon: 0.5,
  },
  {
    kind: 'field',
    problem: { kind: 'heat' },
    domain: { ...line, cells: 32 },
    scheme: { kind: 'spectral' },
    start: { kind: 'point', x: 0.5 },
    steps: 6,
    horizon: 0.5,
  },
  {
    kind: 'field',
    problem: { kind: 'heat-tensor', xx: '1', xy: '0.2', yy: '1 + x^2' },
    domain: plane,
    scheme: { kind: 'backward-euler' },
    steps: 6,
    horizon: 0.2,
  },
  {
    kind: 'field',
    problem: { kind: 'poisson', source: 'sin(pi * x)' },
    domain: { ...plane, cells: 8, lowEndX: 'held', highEndX: 'held' },
  },
]

/** Texts that are formulas almost, or are finite almost everywhere */
const formulas: readonly string[] = [
  '1 / x',
  '0 / 0',
  'log(x)',
  'sqrt(x)',
  'x^x',
  'NaN',
  'Infinity',
  '1e400',
  'x +',
  'i * x',
  'f(x) = x',
  'x; y',
  '[x, y]',
  'y',
  't',
  '1 / t',
  'exp(exp(9 * x))',
  '1e300 * x',
  '-1',
  '0',
  'x > 0 ? 1 : 0',
  'tan(x)',
  '"x"',
  'x == x',
  'random()',
  '1e-300',
  'x(2)',
  'true',
  'import("x")',
]
const numbers: readonly number[] = [1e-12, 1e6, 1e15, -3, 7, 3.5, 512, 1e-3]

const lot = [...strange, ...formulas, ...numbers, 'held', 'insulated', 'periodic', 'flux']

/** Below the limits of the lab, so that what is accepted can be run */
const most: Readonly<Record<string, number>> = { cells: 24 }
const sections = ['equation', 'problem', 'domain', 'start', 'scheme'] as const

/**
 * Parameters moved to what they may be at the most, and formulas to others: what is accepted more often than damage, and
 * goes wrong later. Parameters that the subject leaves out are moved too.
 */
function strained(subject: Readonly<Record<string, unknown>>, seed: number): unknown {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const made = structuredClone(subject) as Record<string, unknown>
  for (let k = 0; k < 3; k++) {
    if (random() < 0.15) {
      const name = pick(['horizon', 'steps'])
      made[name] =
        name === 'steps' ? pick([1, 2, 40]) : Number(made['horizon'] ?? 1) * pick([1e-3, 0.1, 10, 100])
      continue
    }
    const section = pick(
      sections.filter((name) => name in made || ['start', 'scheme', 'domain'].includes(name)),
    )
    const entries: readonly Description[] = catalog[section]
    const chosen = made[section] as Record<string, unknown> | undefined
    const entry = entries.find(({ kind }) => kind === chosen?.['kind'])
    if (entry === undefined || random() < 0.2) {
      made[section] = { kind: pick(entries).kind, ...(section === 'domain' ? { cells: 12 } : {}) }
      continue
    }
    const names = Object.keys(entry.params)
    if (names.length === 0) continue
    const name = pick(names)
    made[section] = { ...chosen, [name]: strainedValue(entry.params[name]!, name, pick) }
  }
  return { subject: made }
}

function strainedValue(param: Param, name: string, pick: <T>(from: readonly T[]) => T): unknown {
  switch (param.kind) {
    case 'number': {
      const high = Math.min(param.max, most[name] ?? param.max)
      const value = pick([param.min, high, 0, 0.1 * param.default, 7 * param.default, -param.default])
      const inside = Math.max(param.min, Math.min(high, value))
      return param.integer === true ? Math.round(inside) : inside
    }
    case 'choice':
      return pick(param.options).value
    case 'text':
      return pick(formulas)
    default:
      return param.default
  }
}

/** Damages equations and fields; what is accepted is run, and every picture of it must be of numbers. */
export function fuzzEquations(count: number): FuzzResult & { readonly stopped: number } {
  const faults: string[] = []
  let [refused, accepted, stopped] = [0, 0, 0]
  for (let seed = 0; seed < count; seed++) {
    const given = subjects[(seed >> 1) % subjects.length]!
    const damaged =
      seed % 2 === 0 ? strained(given, seed) : mutate({ subject: given }, seed, 1 + (seed % 3), lot)
    try {
      const document = parse({ scorefield: 1, experiment: damaged }, catalog)
      const text = serialise(document, catalog)
      if (serialise(parse(JSON.parse(text), catalog), catalog) !== text) faults.push(`${seed}: not stable`)
      if (document.experiment.subject.kind === 'generative') throw new Error('no equation was left')
      if (!isSmall(document)) continue
      const outcome = play(document)
      if (outcome === 'stopped') stopped++
      else if (outcome !== 'ran') faults.push(`${seed}: ${outcome}`)
      accepted++
    } catch (error) {
      if (error instanceof Invalid && isSentence(error.message)) refused++
      else faults.push(`${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
  }
  return { refused, accepted, stopped, faults }
}

const isSentence = (text: string): boolean => /^\S.*\.$/s.test(text)

/** What would take long is not run; the film and its threads have tests of their own. */
function isSmall({ experiment: { subject } }: LabDocument): boolean {
  if (subject.kind === 'generative') return false
  const cells = subject.domain['cells']
  return (
    (typeof cells !== 'number' || cells <= (subject.domain.kind === 'plane' ? 24 : 200)) &&
    subject.steps <= 200 &&
    particlesOf(subject) <= 1000
  )
}

/** The outcome of a subject as it stands here */
export function playSubject(subject: unknown): string {
  return play(parse({ scorefield: 1, experiment: { subject } }, catalog))
}

/** `ran`, `stopped` with a sentence, or what was wrong with it. */
function play(document: LabDocument): string {
  const model = equationOf(document.experiment)
  if (cellCount(model.domain.grid) > 4096) return 'ran'
  const pool = inlinePool(1)
  const run = new EquationRun(1, 1, document, model, pool, 2 ** 26, null, () => undefined)
  pool.work((report) => run.onReport(0, report))
  const { state } = run
  if (state.kind === 'failed' && !isSentence(state.sentence)) return `it fails with "${state.sentence}"`
  if (state.kind !== 'failed' && state.kind !== 'done') return `it is ${state.kind}`
  const produce = equationFrames()
  const last = model.times.length - 1
  for (const step of [0, Math.floor(last / 2), last]) {
    const wants = {
      particles: true,
      density: null,
      score: null,
      learned: null,
      mesh: false,
      statistics: true,
    } as const
    const frame = produce(run, { revision: 1, step, wants })
    const wrong = frame === null ? null : notNumbers(frame)
    if (wrong !== null) return `step ${step} shows ${wrong}`
  }
  return state.kind === 'failed' ? 'stopped' : 'ran'
}

/** The first thing of a frame that is drawn or told and is no number */
function notNumbers({ particles, density, grid, statistics }: Frame): string | null {
  const bad = (values: ArrayLike<number>): boolean =>
    Array.from(values).some((value) => !Number.isFinite(value))
  if (particles !== null && bad(particles)) return 'particles that are nowhere'
  if (density !== null && (bad(density.values) || bad([density.max, density.top ?? 0])))
    return 'a density that is no number'
  if (grid !== null) {
    const { mass, least, most, toExact, fromParticles } = grid
    const told = [
      mass,
      least,
      most,
      toExact?.totalVariation ?? 0,
      toExact?.divergence ?? 0,
      fromParticles?.totalVariation ?? 0,
      fromParticles?.divergence ?? 0,
      fromParticles?.floor ?? 0,
    ]
    if (bad(told)) return `numbers ${told.join(' ')}`
  }
  return statistics !== null && bad([...statistics.mean, ...statistics.deviation])
    ? 'statistics that are no numbers'
    : null
}
