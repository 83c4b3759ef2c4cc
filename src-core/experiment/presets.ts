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

/** A document that ships with the lab, and what to look for in it. Documents are JSON, validated by a test. */
export interface Preset {
  readonly name: string
  readonly watch: string
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
]
