import { line } from '#core/densities/domains/line'
import type { Domain } from '#core/densities/domains/domain'
import { plane } from '#core/densities/domains/plane'
import type { FieldEquation } from '#core/densities/equations/field-equation'
import { heatEquation, heatTensor } from '#core/densities/equations/heat'
import { poissonEquation } from '#core/densities/equations/poisson'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { richardson } from '#core/densities/schemes/richardson'
import type { Scheme, SchemeFacts } from '#core/densities/schemes/scheme'
import { spectral } from '#core/densities/schemes/spectral'
import { strang } from '#core/densities/schemes/strang'
import { limitCycle, rotatingOu } from '#core/densities/sde/equations/in-the-plane'
import {
  brownian,
  doubleWell,
  geometricBrownian,
  ornsteinUhlenbeck,
} from '#core/densities/sde/equations/on-the-line'
import type { SdeEntry } from '#core/densities/sde/equations/sde-equation'
import { typedInPlane, typedOnLine } from '#core/densities/sde/equations/typed'
import { block } from '#core/densities/starts/block'
import { formulaStart } from '#core/densities/starts/formula'
import { gaussian } from '#core/densities/starts/gaussian'
import { mixtureStart } from '#core/densities/starts/mixture'
import { point } from '#core/densities/starts/point'
import type { Start } from '#core/densities/starts/start'
import type { AnyEntry } from '#core/params/entry'

/** Where a density or a field lives. */
export const densityDomains: readonly AnyEntry<Domain>[] = [line, plane]

export const densityStarts: readonly AnyEntry<Start>[] = [point, gaussian, mixtureStart, block, formulaStart]

export type SchemeEntry = AnyEntry<Scheme> & { readonly facts: SchemeFacts }

const schemes: readonly Scheme[] = [
  backwardEuler,
  richardson(backwardEuler),
  strang,
  alternatingDirections,
  explicitEuler,
  fluxLimited,
  spectral,
]
export const densitySchemes: readonly SchemeEntry[] = schemes.map((scheme) => ({
  ...scheme,
  make: () => scheme,
}))

export const fieldEquations: readonly AnyEntry<FieldEquation>[] = [heatEquation, heatTensor, poissonEquation]

export const sdeEquations: readonly SdeEntry[] = [
  brownian,
  ornsteinUhlenbeck,
  doubleWell,
  geometricBrownian,
  rotatingOu,
  limitCycle,
  typedOnLine,
  typedInPlane,
]
