import type { Page } from '@playwright/test'
import type { LabDocument } from '#core/experiment/document'
import type { Trainings, TrainingView } from '#core/protocol/training'
import { expect, openDocument, openLab, startLab, test, wholeFrame } from './lab'

const components = [
  {
    weight: 1,
    mean: [-1.5, 0],
    cov: [
      [0.2, 0],
      [0, 0.4],
    ],
  },
  {
    weight: 1,
    mean: [1.5, 0],
    cov: [
      [0.3, 0],
      [0, 0.2],
    ],
  },
]
const documentOf = (training: Record<string, unknown>, score: Record<string, unknown> = {}) => ({
  scorefield: 1,
  title: 'Trainings',
  experiment: {
    subject: {
      kind: 'generative',
      data: { kind: 'mixture', components },
      process: { kind: 'vp-linear' },
      score: { kind: 'learned', ...score },
      grid: { kind: 'log-snr', steps: 20 },
      particles: 300,
    },
    witnesses: [
      { kind: 'training-run', width: 16, depth: 2, frequencies: 4, batch: 64, points: 2000, ...training },
    ],
  },
})

interface LabPage {
  readonly scorefield: {
    readonly session: { readonly document: LabDocument | null; readonly settled: boolean }
    readonly training: { readonly all: Trainings | null }
  }
}

const views = (page: Page): Promise<readonly TrainingView[]> =>
  page.evaluate(() => (window as unknown as LabPage).scorefield.training.all?.trainings ?? [])
const opened = (page: Page): Promise<LabDocument> =>
  page.evaluate(() => (window as unknown as LabPage).scorefield.session.document!)

test('two trainings run side by side, each told by what is different and paused by itself', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await openDocument(page, documentOf({ steps: 100_000, reportEvery: 200 }))
  await page.keyboard.press('Shift+L')
  const sheet = page.getByRole('dialog', { name: 'Training' })
  await sheet.getByRole('button', { name: 'Compare' }).click()
  const second = sheet.getByRole('option', { name: 'Training B: seed 2' })
  await expect(second).toHaveAttribute('aria-selected', 'true')
  // What is changed now is the variant's: the document's own keeps its width.
  await sheet.getByLabel('Width, value').fill('24')
  await sheet.getByLabel('Width, value').press('Enter')
  await expect(sheet.getByRole('option', { name: 'Training B: width 24, seed 2' })).toBeVisible()
  expect((await opened(page)).experiment.witnesses[0]!['width']).toBe(16)

  await sheet.getByRole('button', { name: 'Start training A' }).click()
  await sheet.getByRole('button', { name: 'Start training B' }).click()
  await expect
    .poll(async () => (await views(page)).filter(({ step }) => step > 20).length, { timeout: 20_000 })
    .toBe(2)
  await sheet.getByRole('button', { name: 'Pause training A' }).click()
  await expect.poll(async () => (await views(page))[0]!.state).toBe('paused')
  const [a, b] = await views(page)
  await expect
    .poll(async () => (await views(page))[1]!.step, { timeout: 20_000 })
    .toBeGreaterThan(b!.step + 50)
  expect((await views(page))[0]!.step).toBe(a!.step)

  await sheet.getByRole('button', { name: 'Take training B away' }).click()
  await expect.poll(async () => (await views(page)).length).toBe(1)
  expect((await opened(page)).variants).toHaveLength(0)
  // Undone, it is back with what it had learned.
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await views(page))[1]?.step ?? 0).toBeGreaterThan(20)
})

test('a network is distilled, shown beside its teacher, and samples the stage in one step', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await openDocument(page, documentOf({}, { weights: 'double-moon' }))
  await page.keyboard.press('Shift+L')
  const sheet = page.getByRole('dialog', { name: 'Training' })
  await sheet.getByRole('button', { name: 'Distil' }).click()
  await expect(sheet.getByLabel('Teacher')).toHaveText(/double-moon/)
  await sheet.getByLabel('Steps, value').fill('60')
  await sheet.getByLabel('Steps, value').press('Enter')
  await sheet.getByRole('button', { name: 'Start training B' }).click()
  await expect.poll(async () => (await views(page))[1]?.state, { timeout: 60_000 }).toBe('done')
  const student = (await views(page))[1]!
  expect(student.measure).toBe('jump')
  expect(student.errors.at(-1)!.total).toBeLessThan(0.9 * student.errors[0]!.total)
  await expect(sheet.getByRole('radio', { name: 'Checks' })).toHaveCount(0)
  await sheet.getByRole('radio', { name: 'Samples' }).click()
  for (const title of ['Exact score', 'Teacher', 'One step', 'Two steps'])
    await expect(sheet.locator('figcaption').getByText(title, { exact: true })).toBeVisible({
      timeout: 30_000,
    })
  await expect(sheet.getByText(/× floor/)).toHaveCount(4)

  await sheet.getByRole('button', { name: '1 step', exact: true }).click()
  await expect
    .poll(async () => (await opened(page)).experiment.subject)
    .toMatchObject({
      sampler: { kind: 'consistency' },
      grid: { kind: 'log-snr', steps: 1 },
      score: { weights: expect.stringMatching(/^sha256-/) as unknown },
    })
  await page.keyboard.press('End')
  const { particles } = await wholeFrame(page, 1)
  expect(particles.every(Number.isFinite)).toBe(true)
})

test('a lab that is killed while it trains goes on with its curves and film', async ({ page }) => {
  // Seldom enough that no list grows full and is thinned between what the page saw and what was kept.
  const document = documentOf({ steps: 100_000, reportEvery: 200 })
  const first = await startLab()
  await openLab(page, first.lab.url)
  await openDocument(page, document)
  await page.keyboard.press('Shift+L')
  const sheet = page.getByRole('dialog', { name: 'Training' })
  await sheet.getByRole('button', { name: 'Start', exact: true }).click()
  await expect
    .poll(async () => (await views(page))[0]!.errors.filter(({ step }) => step > 0).length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(4)
  await expect.poll(async () => (await views(page))[0]!.saved ?? 0, { timeout: 30_000 }).toBeGreaterThan(80)
  const before = (await views(page))[0]!
  const second = await startLab(await first.crash())
  await openLab(page, second.lab.url)
  await openDocument(page, document)
  await page.keyboard.press('Shift+L')
  await expect(
    sheet.getByText(/^The lab ended while this trained\. Everything up to step \d+ was kept/),
  ).toBeVisible()
  const after = (await views(page))[0]!
  expect(after.state).toBe('paused')
  expect(after.step).toBeGreaterThanOrEqual(before.saved!)
  const early = (view: TrainingView) => view.errors.filter(({ step }) => step <= before.saved!)
  expect(early(after)).toEqual(early(before))
  expect(after.snapshots.length).toBeGreaterThan(1)
  expect(after.loss.length).toBeGreaterThan(20)
  await sheet.getByRole('button', { name: 'Go on' }).click()
  await expect
    .poll(async () => (await views(page))[0]!.step, { timeout: 30_000 })
    .toBeGreaterThan(after.step + 50)
  await second.stop()
})
