import { symmetricEigen } from '#core/numeric/symmetric-eigen'
import { Invalid } from '#core/params/invalid'
import type { GaussianComponent } from '#core/params/param'
import type { MixtureForm } from '#core/scores/score-form'

/**
 * The form of a Gaussian mixture from components as a document writes them: weights are made to sum to one,
 * covariances are checked and diagonalised. Throws `Invalid` with a path below `components`.
 */
export function mixtureForm(components: readonly GaussianComponent[]): MixtureForm {
  const dimension = dimensionOf(components)
  const total = components.reduce((sum, component) => sum + component.weight, 0)
  if (!(total > 0))
    throw new Invalid('components', 'have weights that are all 0; at least one above 0 was expected')
  const k = components.length
  const form: MixtureForm = {
    form: 'mixture',
    dimension,
    weights: Float64Array.from(components, (component) => component.weight / total),
    means: Float64Array.from(components.flatMap((component) => [...component.mean])),
    rotations: new Float64Array(k * dimension * dimension),
    variances: new Float64Array(k * dimension),
    labels: Int32Array.from(components, (component, i) => component.label ?? i),
  }
  components.forEach((component, i) => {
    const { values, vectors } = eigenOf(component, i, dimension)
    form.variances.set(values, i * dimension)
    form.rotations.set(vectors, i * dimension * dimension)
  })
  const variance = form.variances[0]!
  return form.variances.every((v) => v === variance) ? { ...form, isotropicVariance: variance } : form
}

/** A mixture of k Gaussians with one variance: rings, curves. Means are [k, d] flat; weights sum to any positive number. */
export function isotropicForm(
  dimension: 1 | 2 | 3,
  means: Float64Array,
  weights: Float64Array,
  variance: number,
): MixtureForm {
  const k = weights.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const rotations = new Float64Array(k * dimension * dimension)
  for (let i = 0; i < k; i++)
    for (let j = 0; j < dimension; j++) rotations[(i * dimension + j) * dimension + j] = 1
  return {
    form: 'mixture',
    dimension,
    weights: weights.map((weight) => weight / total),
    means,
    rotations,
    variances: new Float64Array(k * dimension).fill(variance),
    isotropicVariance: variance,
  }
}

function dimensionOf(components: readonly GaussianComponent[]): 1 | 2 | 3 {
  const first = components[0]
  if (first === undefined) throw new Invalid('components', 'is empty; at least one Gaussian was expected')
  const dimension = first.mean.length
  if (dimension !== 1 && dimension !== 2 && dimension !== 3)
    throw new Invalid('components.0.mean', `has ${dimension} coordinates; 1, 2 or 3 were expected`)
  return dimension
}

function eigenOf(component: GaussianComponent, i: number, dimension: number) {
  const { weight, mean, cov } = component
  if (!(weight >= 0) || weight === Infinity)
    throw new Invalid(`components.${i}.weight`, `is ${weight}; a number of at least 0 was expected`)
  if (mean.length !== dimension)
    throw new Invalid(`components.${i}.mean`, `has ${mean.length} coordinates; ${dimension} were expected`)
  const where = `components.${i}.cov`
  if (cov.length !== dimension || cov.some((row) => row.length !== dimension))
    throw new Invalid(where, `has the wrong shape; ${dimension} rows of ${dimension} numbers were expected`)
  for (let p = 0; p < dimension; p++)
    for (let q = 0; q < p; q++)
      if (Math.abs(cov[p]![q]! - cov[q]![p]!) > 1e-12 * Math.abs(cov[p]![p]! + cov[q]![q]!))
        throw new Invalid(where, 'is not symmetric; a covariance matrix was expected')
  const eigen = symmetricEigen(cov)
  const least = Math.min(...eigen.values)
  if (!(least > 0))
    throw new Invalid(
      where,
      `is not positive definite (its smallest eigenvalue is ${Number(least.toPrecision(3))}); all eigenvalues above 0 were expected`,
    )
  return eigen
}
