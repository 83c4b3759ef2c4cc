import pinwheel from './presets/pinwheel.json'
import twoMoons from './presets/two-moons.json'
import doubleMoon from './presets/double-moon.json'
import checkerboard from './presets/checkerboard.json'
import trefoil from './presets/trefoil.json'
import letters from './presets/letters.json'
import ringReverseSde from './presets/ring-reverse-sde.json'
import ringProbabilityFlow from './presets/ring-probability-flow.json'
import twoGaussians from './presets/two-gaussians.json'
import threeEllipses from './presets/three-ellipses.json'
import forwardNoising from './presets/forward-noising.json'
import learnedDoubleMoon from './presets/learned-double-moon.json'
import learnedRing from './presets/learned-ring.json'
import seedsNetwork from './presets/seeds-network.json'
import experiment1 from './presets/experiment-1.json'
import brownianFan from './presets/brownian-fan.json'
import ouFan from './presets/ou-fan.json'
import doubleWell from './presets/double-well.json'
import geometricBrownian from './presets/geometric-brownian.json'
import rotatingOu from './presets/rotating-ou.json'
import limitCycle from './presets/limit-cycle.json'
import rodFixedEnds from './presets/rod-fixed-ends.json'
import rodInsulatedEnds from './presets/rod-insulated-ends.json'
import heatPointSource from './presets/heat-point-source.json'
import heatWithAGrain from './presets/heat-with-a-grain.json'
import poissonPlate from './presets/poisson-plate.json'

/** A document that ships with the lab, and what to look for in it. Documents are JSON, validated by a test. */
export interface Preset {
  readonly name: string
  readonly watch: string
  /** Under which it stands in the menu */
  readonly group?: string
  readonly document: unknown
}

/** The first is what a new window shows. */
export const presets: readonly Preset[] = [
  ringReverseSde,
  ringProbabilityFlow,
  twoGaussians,
  threeEllipses,
  forwardNoising,
  pinwheel,
  twoMoons,
  doubleMoon,
  checkerboard,
  trefoil,
  letters,
  learnedDoubleMoon,
  learnedRing,
  seedsNetwork,
  experiment1,
  ...grouped('Stochastic equations', [
    brownianFan,
    ouFan,
    doubleWell,
    geometricBrownian,
    rotatingOu,
    limitCycle,
  ]),
  ...grouped('Heat and fields', [
    rodFixedEnds,
    rodInsulatedEnds,
    heatPointSource,
    heatWithAGrain,
    poissonPlate,
  ]),
]

function grouped(group: string, list: readonly Preset[]): Preset[] {
  return list.map((preset) => ({ ...preset, group }))
}
