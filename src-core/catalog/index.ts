import { startFromData } from '#core/densities/starts/data'
import { backwardValue, densityGrid, heatParticles } from '#core/densities/witnesses/descriptions'
import { forward } from '#core/dynamics/forward'
import { forwardFlow } from '#core/dynamics/forward-flow'
import { hybrid } from '#core/dynamics/hybrid'
import { reverse } from '#core/dynamics/reverse'
import { rotated } from '#core/dynamics/rotated'
import { mixture } from '#core/distributions/mixture'
import { doubleMoon, energy } from '#core/distributions/energies'
import { pinwheel, spiral, twoMoons } from '#core/distributions/planar-curves'
import { image } from '#core/distributions/image'
import { points } from '#core/distributions/points'
import { checkerboard, letters } from '#core/distributions/rectangles'
import { ring } from '#core/distributions/ring'
import { swissRoll, trefoil } from '#core/distributions/solid-curves'
import { convergence } from '#core/measures/convergence/description'
import { handPlaced } from '#core/processes/grids/hand-placed'
import { iddpm } from '#core/processes/grids/iddpm'
import * as noiseGrids from '#core/processes/grids/in-noise'
import * as timeGrids from '#core/processes/grids/in-time'
import { timesteps } from '#core/processes/grids/timesteps'
import { processes } from '#core/processes/every'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import { exact } from '#core/scores/exact'
import { trainingRun } from '#core/learning/training-run'
import { guided } from '#core/scores/guided'
import { learned } from '#core/scores/learned/learned'
import { perturbed } from '#core/scores/perturbed/perturbed'
import type { Catalog, CatalogJson, CatalogSection } from './catalog'
import { densityDomains, densitySchemes, densityStarts, fieldEquations, sdeEquations } from './densities'
import { odeSamplers } from './ode-samplers'
import { sdeSamplers } from './sde-samplers'

const data = [
  ring,
  mixture,
  twoMoons,
  doubleMoon,
  energy,
  checkerboard,
  spiral,
  pinwheel,
  swissRoll,
  trefoil,
  letters,
  points,
  image,
]

/** Everything that can be chosen; a new method is one file and one line here. */
export const catalog: Catalog = {
  data,
  process: processes,
  score: [exact, guided, perturbed, learned],
  dynamics: [reverse, hybrid, rotated, forward, forwardFlow],
  sampler: [eulerMaruyama, ...odeSamplers, ...sdeSamplers],
  grid: [
    noiseGrids.logSnr,
    noiseGrids.karras,
    noiseGrids.exponential,
    noiseGrids.polyexponential,
    noiseGrids.vpTimes,
    timeGrids.uniform,
    timeGrids.quadratic,
    timeGrids.shift,
    handPlaced,
    iddpm,
    timesteps,
  ],
  equation: sdeEquations,
  problem: fieldEquations,
  domain: densityDomains,
  start: [
    ...densityStarts,
    ...data.filter(({ kind }) => !densityStarts.some((own) => own.kind === kind)).map(startFromData),
  ],
  scheme: densitySchemes,
  witness: [
    {
      kind: 'closed-form',
      title: 'Closed form',
      doc: 'The exact density p_t beside the particles.',
      source: 'the exact score’s own density',
      params: {},
    },
    convergence,
    densityGrid,
    backwardValue,
    heatParticles,
    trainingRun,
  ],
}

/** The catalogue without its makers, as it is sent to the window. */
export function describeCatalog(whole: Catalog): CatalogJson {
  const describe = (section: CatalogSection) =>
    whole[section].map(({ kind, title, doc, source, params, ...rest }) => ({
      kind,
      title,
      doc,
      source,
      params,
      ...(rest.short === undefined ? {} : { short: rest.short }),
      ...('formula' in rest && rest.formula !== undefined ? { formula: rest.formula } : {}),
      ...('capabilities' in rest ? { capabilities: rest.capabilities } : {}),
      ...('facts' in rest ? { facts: rest.facts } : {}),
      ...('suggested' in rest ? { dimension: rest.dimension, suggested: rest.suggested } : {}),
    }))
  return {
    data: describe('data'),
    process: describe('process'),
    score: describe('score'),
    dynamics: describe('dynamics'),
    sampler: describe('sampler'),
    grid: describe('grid'),
    equation: describe('equation'),
    problem: describe('problem'),
    domain: describe('domain'),
    start: describe('start'),
    scheme: describe('scheme'),
    witness: describe('witness'),
  }
}
