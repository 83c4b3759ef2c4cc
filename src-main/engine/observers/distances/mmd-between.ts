import { mmd } from '#core/measures/kernels/mmd'
import {
  type Characteristic,
  characteristic,
  gaussianSpectrum,
  insideOf,
  type KernelSpectrum,
  mmdOfSpectra,
} from '#core/measures/kernels/mmd-spectral'
import { gaussianKernel, medianDistance } from '#core/measures/kernels/radial'
import { thinned } from '#core/measures/samples/points'
import type { Moment } from './judges'
import type { Sample } from './sample'

/** Half widths of the box beyond that of the reference's own points; a run that strays needs a wider one. */
const WIDER = [1.5, 6, 24] as const
/** Frequencies that are still faster than all pairs of as many points */
const MOST_FREQUENCIES = 12_000
const FEW = 500

/** Root of MMD with a Gaussian kernel as wide as the median distance of exact draws. */
export function mmdBetween(x: Sample, y: Sample, { reference }: Moment): number {
  const bandwidth = reference.once('median', () => medianDistance(reference.points, reference.points, 200))
  const spectrum = spectra(reference, bandwidth).find(
    (one) => insideOf(x.points, one) && insideOf(y.points, one),
  )
  // Far strays would ask for more frequencies than there are pairs of a part of the points.
  if (spectrum === undefined)
    return Math.sqrt(mmd(thinned(x.points, FEW), thinned(y.points, FEW), gaussianKernel(bandwidth)).biased)
  const of = (sample: Sample): Characteristic =>
    sample.once(`spectrum ${spectrum.reach.join(' ')}`, () => characteristic(sample.points, spectrum))
  return Math.sqrt(mmdOfSpectra(of(x), of(y), spectrum).biased)
}

function spectra(reference: Sample, bandwidth: number): readonly KernelSpectrum[] {
  return reference.once('spectra', () => {
    const { values, dimension: d } = reference.points
    const low = new Array<number>(d).fill(Infinity)
    const high = new Array<number>(d).fill(-Infinity)
    for (let i = 0; i < values.length; i++) {
      low[i % d] = Math.min(low[i % d]!, values[i]!)
      high[i % d] = Math.max(high[i % d]!, values[i]!)
    }
    const centre = low.map((a, j) => 0.5 * (a + high[j]!))
    return WIDER.map((factor) =>
      gaussianSpectrum(
        bandwidth,
        centre,
        low.map((a, j) => factor * Math.max(0.5 * (high[j]! - a), 0.1 * bandwidth)),
      ),
    ).filter(({ weights }) => weights.length <= MOST_FREQUENCIES)
  })
}
