import { readdirSync } from 'node:fs'

/**
 * What becomes of every reference array: which test compares it, what it is an input of, or why it is not used. Tests
 * take their cases from here by the name of a rule, so that what is listed as compared is compared.
 */
export interface Rule {
  readonly file: RegExp
  readonly array: RegExp
  readonly use:
    | { readonly comparedBy: string; readonly name: string }
    | { readonly inputOf: string }
    | { readonly unused: string }
}

const compared = (file: RegExp, array: RegExp, comparedBy: string, name: string): Rule => ({
  file,
  array,
  use: { comparedBy, name },
})
const input = (file: RegExp, array: RegExp, inputOf: string): Rule => ({ file, array, use: { inputOf } })
const unused = (file: RegExp, array: RegExp, why: string): Rule => ({ file, array, use: { unused: why } })

const kDiffusion = 'tests/samplers/golden/k-diffusion-flow.spec.ts'
const dpmSolver = 'tests/samplers/golden/dpm-solver.spec.ts'
const edm = 'tests/samplers/golden/edm-flow.spec.ts'
const edmStochastic = 'tests/samplers/golden/edm-stochastic.spec.ts'
const diffusers = 'tests/samplers/golden/diffusers.spec.ts'
const discrete = 'tests/samplers/golden/discrete.spec.ts'
const predictions = 'tests/samplers/golden/predictions.spec.ts'
const likelihood = 'tests/measures/likelihood/golden.spec.ts'
const processes = 'tests/processes/processes.spec.ts'
const poisson = 'tests/densities/golden-g.spec.ts'

export const manifest: readonly Rule[] = [
  compared(
    /^a_kdiffusion_/,
    /^[^/]*(?<!_sto)\/N\d+\/(euler|heun|dpm_2|lms4|dpmpp_2m|dpmpp_2s_eta0|dpmpp_2m_sde_eta0_midpoint|dpmpp_3m_sde_eta0)\/x$/,
    kDiffusion,
    'k-diffusion steps',
  ),
  compared(/^a_kdiffusion_/, /^dpm_fast\/nfe\d+\/x$/, kDiffusion, 'k-diffusion fast'),
  compared(/^a_kdiffusion_/, /^dpm_adaptive\/.*\/x$/, kDiffusion, 'k-diffusion adaptive'),
  compared(/^a_kdiffusion_/, /\/ref_x_sigma(0|min)$/, kDiffusion, 'k-diffusion references'),
  input(/^a_kdiffusion_/, /^z$|\/sigmas$/, kDiffusion),
  compared(
    /^a_kdiffusion_/,
    /_sto\/N\d+\/[^/]*\/x$/,
    'tests/samplers/golden/k-diffusion-stochastic.spec.ts',
    'k-diffusion stochastic',
  ),
  input(/^a_kdiffusion_/, /_sto\/N\d+\/noise$/, 'tests/samplers/golden/k-diffusion-stochastic.spec.ts'),

  compared(
    /^a_dpmsolver_/,
    /^dpmsolver(pp)?\/(singlestep_fixed|singlestep|multistep)\/.*\/x$/,
    dpmSolver,
    'steps',
  ),
  compared(/^a_dpmsolver_/, /^dpmsolver(pp)?\/adaptive\/.*\/x$/, dpmSolver, 'adaptive'),
  compared(/^a_dpmsolver_/, /^schedule\//, dpmSolver, 'schedule'),
  compared(/^a_dpmsolver_/, /^ref_x_/, dpmSolver, 'references'),
  input(/^a_dpmsolver_/, /^x_T$|\/t$/, dpmSolver),

  compared(/^b_edm_/, /^edm_churn\/.*\/(x|x_hat|t_hat)$/, edmStochastic, 'EDM churn'),
  input(/^b_edm_/, /^edm_churn\/.*\/noise$/, edmStochastic),
  compared(/^b_edm_/, /^edm_sampler\/.*\/x$/, edm, 'EDM sampler'),
  compared(/^b_edm_/, /^edm_sampler\/.*\/t_steps$/, edm, 'EDM levels'),
  compared(/^b_edm_/, /^edm_sampler\/.*\/ref$/, edm, 'EDM references'),
  compared(/^b_edm_/, /^ablation\/.*\/x$/, edm, 'EDM ablation'),
  input(/^b_edm_/, /^latents$|^ablation\/.*\/(net_in|sigma)$/, edm),

  compared(/^c_discrete_/, /^(ddpm|ddim)\/.*\/(x|timesteps)$/, discrete, 'DDPM and DDIM'),
  compared(/^c_discrete_/, /^ddim\/.*\/ref$/, discrete, 'DDIM references'),
  compared(/^c_discrete_/, /^extra\/(sde_dpmpp_2m|sa_solver)\/.*\/x$/, discrete, 'diffusers stochastic'),
  compared(/^c_discrete_/, /^alphas_cumprod$/, discrete, 'alpha_bar'),
  compared(/^c_discrete_/, /^smalldiffusion\/N20\/ddpm\/x$/, discrete, 'smalldiffusion DDPM'),
  input(
    /^c_discrete_/,
    /^noise\/|^smalldiffusion\/N20\/noise$|^extra\/(sde_dpmpp_2m|sa_solver)\/.*\/(timesteps|noise|sigmas)$/,
    discrete,
  ),
  compared(
    /^c_discrete_/,
    /^extra\/(unipc_\w+|deis_o\d|dpmpp_\dm)\/N\d+\/x$/,
    diffusers,
    'diffusers multistep',
  ),
  compared(/^c_discrete_/, /^extra\/pndm_\w+\/N\d+\/x$/, diffusers, 'diffusers PNDM'),
  compared(/^c_discrete_/, /^extra\/fm_\w+\/N\d+\/x$/, diffusers, 'diffusers flow matching'),
  compared(/^c_discrete_/, /^extra\/fm_\w+\/N\d+\/ref$/, diffusers, 'flow-matching references'),
  compared(/^c_discrete_/, /^smalldiffusion\/N20\/(ddim|accelerated)\/x$/, diffusers, 'smalldiffusion'),
  input(
    /^c_discrete_/,
    /^x_T$|^alphas_cumprod$|^smalldiffusion\/N20\/sigmas$|^extra\/(unipc|deis|dpmpp|pndm|fm)_?\w*\/N\d+\/(sigmas|timesteps)$/,
    diffusers,
  ),

  compared(
    /^e_fokkerplanck$/,
    /\/(p|score|mean|var|p_stationary|logZ|eigenvalues|moments|mfpt_-1_to_[01]|u|u_smooth|cov|mean_var_T)$/,
    'tests/densities/golden-e.spec.ts',
    'Fokker–Planck',
  ),
  input(/^e_fokkerplanck$/, /\/[xt]$/, 'tests/densities/golden-e.spec.ts'),

  compared(/^f_girsanov$/, /./, 'tests/measures/paths/golden-f.spec.ts', 'path measures'),

  compared(/^g_poisson_exit$/, /\/u_fd$/, poisson, 'Poisson by differences'),
  compared(/^g_poisson_exit$/, /\/u_exact$/, poisson, 'Poisson exact'),
  compared(/^g_poisson_exit$/, /^exit\//, poisson, 'exit'),
  input(/^g_poisson_exit$/, /\/[xf]$/, poisson),

  compared(/^d_likelihood/, /^(mix1d|ring8|aniso3)\/.*\//, likelihood, 'likelihood'),
  input(/^d_likelihood/, /^(mix1d|ring8|aniso3)\/x$/, likelihood),
  compared(/^d_likelihood/, /^marginals\/(vp|ve|subvp|cosine)/, processes, 'marginals'),
  input(/^d_likelihood/, /^marginals\/t$/, processes),
  compared(
    /^d_likelihood/,
    /^pc\/.*\/(x|x_mean)$/,
    'tests/samplers/golden/predictor-corrector.spec.ts',
    'predictor and corrector',
  ),
  input(/^d_likelihood/, /^pc\/\w+\/(x_T|noise)$/, 'tests/samplers/golden/predictor-corrector.spec.ts'),

  compared(/^h_metrics$/, /\/(?!X$|Y$|directions$)[^/]+$/, 'tests/measures/golden.spec.ts', 'distances'),
  input(/^h_metrics$/, /\/(X|Y|directions)$/, 'tests/measures/golden.spec.ts'),

  compared(/^i_guidance$/, /\/(x|ref)$/, 'tests/scores/guidance.spec.ts', 'guidance'),
  input(/^i_guidance$/, /^(x_T|labels)$/, 'tests/scores/guidance.spec.ts'),

  compared(/^j_mixture_fields$/, /\/posterior_mean_x0$/, predictions, 'posterior means'),
  compared(/^j_mixture_fields$/, /\/posterior_cov_x0$/, predictions, 'posterior covariances'),
  compared(/^j_mixture_fields$/, /\/responsibilities$/, predictions, 'responsibilities'),
  compared(
    /^j_mixture_fields$/,
    /\/(hessian_logp|laplacian_logp)$/,
    'tests/measures/likelihood/likelihood.spec.ts',
    'Hessians',
  ),
  compared(/^j_mixture_fields$/, /\/(score|logp)$/, 'tests/scores/mixture-score.spec.ts', 'scores'),
  input(/^j_mixture_fields$/, /\/x$/, 'tests/scores/mixture-score.spec.ts'),
  unused(/^j_mixture_fields$/, /^edm_precond$/, 'preconditioning of a network: nothing here is learned yet'),
  unused(/^j_mixture_fields$/, /^inverse\//, 'a conditional problem: no conditional subject yet'),
]

/** Files whose arrays must all have a rule. */
export const ruled = (file: string): boolean => /^(a_|b_|c_|e_|f_|g_|j_)/.test(file)

/** Names of all files of reference arrays, without `.json`. */
export function goldenFiles(): string[] {
  return readdirSync(new URL('./data/', import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort()
}

/** The arrays of a file that a rule compares. */
export function casesOf(name: string, file: string, names: readonly string[]): string[] {
  const rules = manifest.filter(({ use }) => 'comparedBy' in use && use.name === name)
  if (rules.length === 0) throw new Error(`the manifest has no rule ${name}`)
  return names.filter((array) => rules.some((rule) => rule.file.test(file) && rule.array.test(array)))
}
