import type { Page } from '@playwright/test'
import { expect, openLab, test } from './lab'

/** Grids that cannot go on, or are asked for what cannot be: a sentence where it is looked for, and the picture stays. */

interface Holder {
  readonly scorefield: {
    readonly session: { openJson(json: unknown): Promise<void>; edit(path: string, value: unknown): void }
    readonly frames: {
      readonly frame: {
        readonly step: number
        readonly density: { readonly source?: string; readonly max: number } | null
      } | null
      readonly grid: { readonly now: { readonly step: number } | null }
    }
  }
}
const open = (page: Page, experiment: object): Promise<void> =>
  page.evaluate((json) => (window as unknown as Holder).scorefield.session.openJson(json), {
    scorefield: 1,
    experiment,
  })
const shown = (page: Page) =>
  page.evaluate(() => {
    const { frame, grid } = (window as unknown as Holder).scorefield.frames
    return { step: frame?.step, source: frame?.density?.source ?? 'exact', measured: grid.now?.step }
  })

test('a grid that stops beside a diffusion model says so in its card, and its good steps stay', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  // Short steps, then one that is far too long for the explicit scheme
  const values = [...Array.from({ length: 70 }, (_, k) => [0.99 - 0.01 * k]), [0.05]]
  await open(page, {
    subject: {
      kind: 'generative',
      data: { kind: 'mixture', components: [{ weight: 1, mean: [1], cov: [[0.5]] }] },
      process: { kind: 'vp-linear' },
      grid: { kind: 'hand-placed', values },
      particles: 2000,
    },
    witnesses: [{ kind: 'density-grid', cells: 16, scheme: 'explicit' }],
  })
  await page.keyboard.press('End')
  const told = page.getByText(/^The grid stopped at step \d+: steps make a step of .* was expected\./)
  await expect(told).toBeVisible()
  // No grid there: the stage draws the exact density and does not call it the grid's.
  await expect.poll(async () => (await shown(page)).source).toBe('exact')
  await page.keyboard.press('Home')
  for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => shown(page)).toEqual({ step: 3, source: 'grid', measured: 3 })
  await expect(told).toContainText('The numbers are those of step 3.')
  await page.keyboard.press('End')
  await expect.poll(async () => (await shown(page)).source).toBe('exact')
  expect((await shown(page)).measured).toBe(3)
})

const on = (cells: number, more: object = {}) => ({ kind: 'line', cells, ...more })

/** What is edited in a good document, and what is said then; all of it leaves the picture that was there. */
const wrong: readonly { name: string; subject: object; path: string; value: unknown; says: RegExp }[] = [
  {
    name: 'a diffusion that is not finite',
    subject: { kind: 'sde', equation: { kind: 'formula-line' }, domain: on(64), steps: 20, particles: 200 },
    path: 'experiment.subject.equation.diffusion',
    value: 'sqrt(x)',
    says: /is NaN at x = -4; a finite number was expected everywhere on the grid/,
  },
  {
    name: 'a conductivity that is not positive',
    subject: {
      kind: 'field',
      problem: { kind: 'heat-tensor' },
      domain: { kind: 'plane', cells: 16 },
      steps: 20,
    },
    path: 'experiment.subject.problem.xy',
    value: '9',
    says: /a finite and positive definite matrix was expected everywhere on the grid/,
  },
  {
    name: 'a source that the ends do not carry off',
    subject: {
      kind: 'field',
      problem: { kind: 'poisson', source: '1' },
      domain: on(64, { lowEnd: 'held', highEnd: 'held' }),
    },
    path: 'experiment.subject.domain',
    value: on(64),
    says: /makes 8\.00 more than the ends let out; a source and fluxes that balance, or a held end, were expected/,
  },
  {
    // Its sheet is closed, so that there is no control beside which it could be said.
    name: 'a payoff that cannot be read',
    subject: { kind: 'sde', equation: { kind: 'brownian' }, steps: 20, particles: 200 },
    path: 'experiment.witnesses',
    value: [{ kind: 'backward-value', payoff: 'x +' }],
    says: /payoff is "x \+", which cannot be read/,
  },
  {
    name: 'a step that is too long',
    subject: { kind: 'field', problem: { kind: 'heat' }, domain: on(64), steps: 20 },
    path: 'experiment.subject.scheme',
    value: { kind: 'explicit' },
    says: /Explicit Euler grows without limit beyond .*; more steps, a coarser grid or an implicit scheme was expected/,
  },
  {
    name: 'a domain that the density leaves',
    subject: {
      kind: 'sde',
      equation: { kind: 'brownian' },
      domain: on(64, { low: -9, high: 9, lowEnd: 'held', highEnd: 'held' }),
      steps: 40,
      particles: 200,
    },
    path: 'experiment.subject.domain',
    value: on(64, { low: -1, high: 1, lowEnd: 'held', highEnd: 'held' }),
    says: /is \[-1, 1\], through whose ends .* % of the mass has gone by t = .*; a domain that holds all but 1 %, or a shorter horizon, was expected/,
  },
]

test('what an equation cannot be is said in a sentence, and the last good picture stays', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  for (const { name, subject, path, value, says } of wrong) {
    await open(page, { subject })
    await page.keyboard.press('Home')
    await expect.poll(async () => (await shown(page)).step, name).toBe(0)
    await page.evaluate(([at, next]) => (window as unknown as Holder).scorefield.session.edit(at, next), [
      path,
      value,
    ] as const)
    await expect(page.getByText(says).first(), name).toBeVisible()
    const after = await page.evaluate(() => (window as unknown as Holder).scorefield.frames.frame)
    expect(after?.density?.max, name).toBeGreaterThan(0)
    expect(Number.isFinite(after?.density?.max), name).toBe(true)
  }
})
