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
