import { expect, openLab, seen, test, wholeFrame } from './lab'

/** What the window says where something is not as it should be: the seven states of the look. */

interface Holder {
  readonly scorefield: {
    readonly session: {
      edit(path: string, value: unknown): void
    }
  }
}
const edit = (page: import('@playwright/test').Page, path: string, value: unknown): Promise<void> =>
  page.evaluate(([at, next]) => (window as unknown as Holder).scorefield.session.edit(at, next), [
    path,
    value,
  ] as const)

test('empty data say what to do, and the picture stays', async ({ page, lab }) => {
  await openLab(page, lab.url)
  const before = (await seen(page))!.shown
  await edit(page, 'experiment.subject.data', { kind: 'points', points: [] })
  await expect(
    page.getByText('No points yet. Draw on the stage, drop a file, or choose a preset.'),
  ).toBeVisible()
  expect((await seen(page))!.shown).toBe(before)
  await page.keyboard.press('Control+z')
  await expect(page.getByText('No points yet.')).toHaveCount(0)
})

test('a run that takes long says that it computes; less than all is said to be so', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await wholeFrame(page, 0)
  await page.keyboard.press('End')
  await edit(page, 'experiment.subject.particles', 1_000_000)
  await expect(
    page.getByText(/Computing 1.000.000 particles|Reduced: 2.000 of 1.000.000 particles/),
  ).toBeVisible()
  await edit(page, 'experiment.subject.particles', 500)
  await expect(page.getByText(/^(Computing|Reduced)/)).toHaveCount(0, { timeout: 20_000 })
})

test('particles that leave the finite numbers name step, time and remedy', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await wholeFrame(page, 0)
  // Langevin steps ten times as long as is stable.
  await edit(page, 'experiment.subject.sampler', { kind: 'annealed-langevin', stepSize: 10 })
  await expect(
    page.getByText(/left the finite numbers at step \d+ .*Try more steps.* The picture stays at step/),
  ).toBeVisible({
    timeout: 20_000,
  })
})

test('an engine part that dies is said to have been restarted', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await edit(page, 'experiment.subject.particles', 1_000_000)
  await page.waitForTimeout(300)
  lab.killWorker()
  await expect(page.getByText(/^The engine stopped: .* Restarted from step \d+\.$/)).toBeVisible()
})
