/**
 * The variable in which a step is taken and the scale of its state: sigma(t) and s(t) of Karras et al. 2022, table 1,
 * for y = s x / alpha. They decide how an ODE step bends, whatever process the particles came from.
 */
export interface Schedule {
  /** sigma / alpha, rising from 0 at t = 0 */
  sigma(t: number): number
  /** d sigma / dt */
  rate(t: number): number
  /** Inverse of sigma */
  time(sigma: number): number
  /** s as a function of sigma, and d log s / d sigma */
  scale(sigma: number): number
  scaleSlope(sigma: number): number
}

type Variable = Pick<Schedule, 'sigma' | 'rate' | 'time'>

/** beta_d and beta_min of Karras et al. 2022, table 1 */
const [spread, least] = [19.9, 0.1]
const vpSigma = (t: number): number => Math.sqrt(Math.expm1(0.5 * spread * t * t + least * t))

const variables: Readonly<Record<string, Variable>> = {
  linear: { sigma: (t) => t, rate: () => 1, time: (sigma) => sigma },
  ve: { sigma: Math.sqrt, rate: (t) => 0.5 / Math.sqrt(t), time: (sigma) => sigma * sigma },
  vp: {
    sigma: vpSigma,
    rate: (t) => 0.5 * (least + spread * t) * (vpSigma(t) + 1 / vpSigma(t)),
    time: (sigma) => (Math.sqrt(least * least + 2 * spread * Math.log1p(sigma * sigma)) - least) / spread,
  },
}

export function schedule(variable: string, scaling: string): Schedule {
  const vp = scaling === 'vp'
  return {
    ...(variables[variable] ?? variables['linear']!),
    scale: (sigma) => (vp ? 1 / Math.sqrt(1 + sigma * sigma) : 1),
    scaleSlope: (sigma) => (vp ? -sigma / (1 + sigma * sigma) : 0),
  }
}
