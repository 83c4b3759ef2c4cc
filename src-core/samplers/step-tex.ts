import { flowTex, reverseFamilyTex, terms, twoLines } from '#core/dynamics/terms'

/**
 * What the steps of methods do that bring noise of their own, as TeX for the stage: x and x' stand at the levels of a
 * step's beginning and end, \bar x = x/alpha, rho = sigma/alpha, \hat x_0 and \hat\epsilon are the predictions that the
 * score makes, z is N(0, I).
 */
const score = terms.score('\\nabla\\log p_t(x)')
const noise = (scale: string): string => ` + ${terms.noise(`${scale}\\,z`)}`
const inRho = ',\\quad \\bar x = \\tfrac{x}{\\alpha},\\ \\rho = \\tfrac{\\sigma}{\\alpha}'

/** The mean of the reverse transition and its noise; a, v are those of the forward step x = a x' + sqrt(v) z. */
export function ancestralTex(variance: string): string {
  const spread = variance === 'forward' ? '\\sqrt{v}' : "\\sqrt{v}\\,\\tfrac{\\sigma'}{\\sigma}"
  return `x' = \\tfrac1a\\big(${terms.drift('x')} + v\\,${score}\\big)${noise(spread)}`
}

export const reverseDiffusionTex = `x' = ${terms.drift('(2-a)\\,x')} + v\\,${score}${noise('\\sqrt v')}`

/** Langevin steps at a level, then a step to the next. */
export function predictorCorrectorTex(predictor: string | null): string {
  const corrector = `x \\leftarrow x + \\epsilon\\,${score}${noise('\\sqrt{2\\epsilon}')}`
  return predictor === null ? corrector : twoLines(`${corrector}\\ \\ (M\\times)`, predictor)
}

/** A step of the flow to a level below the next, and noise up to it. */
export function noiseAfterFlowTex(eta: number, scale: number): string {
  const down = eta === 0 ? "\\rho'" : '\\rho_{\\downarrow}'
  const flow = `\\bar x' = ${terms.drift('\\bar x')} + {\\textstyle\\int}_{\\rho}^{${down}} ${terms.score('\\hat\\epsilon')}\\,d\\rho`
  const up = scale === 1 ? '\\rho_{\\uparrow}' : 'S\\rho_{\\uparrow}'
  return `${flow}${eta === 0 ? '' : noise(up)}${inRho}`
}

/** Noise up to a level above, and a step of the flow from there. */
export function flowAfterNoiseTex(churn: number, scale: number): string {
  if (churn === 0)
    return `\\bar x' = ${terms.drift('\\bar x')} + {\\textstyle\\int}_{\\rho}^{\\rho'} ${terms.score('\\hat\\epsilon')}\\,d\\rho${inRho}`
  const up = `${scale === 1 ? '' : 'S\\,'}\\sqrt{\\hat\\rho^2 - \\rho^2}`
  return twoLines(
    `\\hat x = ${terms.drift('\\bar x')}${noise(up)}`,
    `\\bar x' = \\hat x + {\\textstyle\\int}_{\\hat\\rho}^{\\rho'} ${terms.score('\\hat\\epsilon')}\\,d\\rho${inRho}`,
  )
}

export function ddpmTex(variance: string): string {
  const spread = variance === 'forward' ? '\\sqrt{\\beta}' : '\\sqrt{\\tilde\\beta}'
  return `x' = c_0\\,${terms.score('\\hat x_0')} + ${terms.drift('c_1\\,x')}${noise(spread)}`
}

export function ddimTex(eta: number): string {
  const data = `x' = \\alpha'\\,${terms.score('\\hat x_0')}`
  return eta === 0
    ? `${data} + \\sigma'\\,${terms.score('\\hat\\epsilon')}`
    : `${data} + \\sqrt{\\sigma'^2 - s^2}\\,${terms.score('\\hat\\epsilon')}${noise('s')},\\quad s = \\eta\\sqrt{\\tilde\\beta}`
}

/** Solvers of the reverse family itself, whose noise strength is a parameter of theirs. */
export const strengthTex = {
  /** lambda^2 = eta */
  eta: (eta: number): string => (eta === 0 ? flowTex : reverseFamilyTex('\\sqrt{\\eta}', '\\eta')),
  tau: (tau: number): string => (tau === 0 ? flowTex : reverseFamilyTex('\\tau_t', '\\tau_t^2')),
} as const

/** At the last level of the grid, N = `last`; or at every level i in turn. */
export function langevinTex(level: 'last' | 'every'): string {
  const [p, h] = level === 'last' ? ['p_{t_N}', 'h'] : ['p_{t_i}', 'h_i']
  const step = `x \\leftarrow ${terms.drift('x')} + ${h}\\,${terms.score(`\\nabla\\log ${p}(x)`)}${noise(`\\sqrt{2${h}}`)}`
  return level === 'last' ? step : `${step}\\ \\ (L\\times),\\quad h_i = \\epsilon\\,\\sigma_i^2`
}

export const malaTex = twoLines(
  `y = ${terms.drift('x')} + h\\,${terms.score('\\nabla\\log p_{t_N}(x)')}${noise('\\sqrt{2h}')}`,
  'x \\leftarrow y\\ \\text{with probability}\\ \\min\\Big(1, \\tfrac{p_{t_N}(y)\\,q(x|y)}{p_{t_N}(x)\\,q(y|x)}\\Big)',
)

export const consistencyTex = `x' = \\alpha'\\,${terms.score('f_\\theta(x)')}${noise("\\sqrt{\\sigma'^2 - \\alpha'^2\\varepsilon^2}")}`
