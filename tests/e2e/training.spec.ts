import type { Page } from '@playwright/test'
import type { LabDocument } from '#core/experiment/document'
import type { Trainings, TrainingView } from '#core/protocol/training'
import { expect, openDocument, openLab, test, wholeFrame } from './lab'

/** Small enough that its error falls within seconds. */
const document = {
  scorefield: 1,
  title: 'Smallest training',
  experiment: {
    subject: {
      kind: 'generative',
      data: {
        kind: 'mixture',
        components: [
          {
            weight: 1,
            mean: [-1.5, 0],
            cov: [
              [0.2, 0],
              [0, 0.4],
            ],
          },
          {
            weight: 2,
            mean: [1.5, 0.5],
            cov: [
              [0.3, 0.1],
              [0.1, 0.2],
            ],
          },
        ],
      },
      process: { kind: 'vp-linear' },
      score: { kind: 'learned' },
      grid: { kind: 'log-snr', steps: 40 },
      particles: 500,
    },
    witnesses: [
      {
        kind: 'training-run',
        width: 32,
        depth: 2,
        frequencies: 4,
        batch: 128,
        points: 2000,
        steps: 60000,
        reportEvery: 100,
      },
    ],
  },
}

interface LabPage {
  readonly scorefield: {
    readonly session: {
      openJson(json: unknown): Promise<void>
      readonly document: LabDocument | null
      readonly problem: { readonly sentence: string } | null
    }
    readonly training: { readonly own: TrainingView | null; readonly all: Trainings | null }
    readonly frames: {
      readonly frame: {
        readonly learned: Float32Array | null
        readonly particles: Float32Array | null
      } | null
    }
  }
}

const own = (page: Page): Promise<TrainingView | null> =>
  page.evaluate(() => (window as unknown as LabPage).scorefield.training.own)

test('a network is trained in the page, survives its thread, and goes out and in as a file', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await page.evaluate((json) => (window as unknown as LabPage).scorefield.session.openJson(json), document)
  await page.keyboard.press('End')
  const particles = (): Promise<number[]> =>
    page.evaluate(() => [...((window as unknown as LabPage).scorefield.frames.frame?.particles ?? [])])
  await expect.poll(async () => (await particles()).length, { timeout: 30_000 }).toBe(1000)
  const untrained = await particles()
  await page.keyboard.press('Shift+L')
  const sheet = page.getByRole('dialog', { name: 'Training' })
  await sheet.getByRole('button', { name: 'Start', exact: true }).click()

  const total = async (at: 'first' | 'last'): Promise<number> => {
    const errors = (await own(page))?.errors ?? []
    return (at === 'first' ? errors[0] : errors.at(-1))?.total ?? NaN
  }
  await expect.poll(() => total('first'), { timeout: 30_000 }).toBeGreaterThan(0.05)
  const first = await total('first')
  await expect.poll(() => total('last'), { timeout: 60_000 }).toBeLessThan(0.25 * first)
  // The learned field stands beside the exact one, and particles were run again under newer weights.
  await expect
    .poll(() =>
      page.evaluate(() => (window as unknown as LabPage).scorefield.frames.frame?.learned?.length ?? 0),
    )
    .toBeGreaterThan(0)
  await expect
    .poll(async () => (await particles()).some((x, i) => x !== untrained[i]), { timeout: 30_000 })
    .toBe(true)

  await expect.poll(async () => (await own(page))?.saved ?? 0, { timeout: 20_000 }).toBeGreaterThan(0)
  const before = (await own(page))!.step
  lab.killWorker()
  await expect
    .poll(async () => (await own(page))?.sentence ?? '', { timeout: 20_000 })
    .toMatch(/It goes on from step \d+/)
  await expect.poll(async () => (await own(page))?.step ?? 0, { timeout: 40_000 }).toBeGreaterThan(before)
  expect(await total('last')).toBeLessThan(0.25 * first)
  await sheet.getByRole('button', { name: 'Pause' }).click()
  await expect.poll(async () => (await own(page))?.state).toBe('paused')

  const download = page.waitForEvent('download')
  await sheet.getByRole('button', { name: 'Save weights' }).click()
  const file = await (await download).path()
  expect((await download).suggestedFilename()).toBe('Smallest training.safetensors')
  await sheet.getByLabel('Weights file').setInputFiles(file)
  await expect
    .poll(() =>
      page.evaluate(() => {
        const subject = (window as unknown as LabPage).scorefield.session.document?.experiment.subject
        const weights = subject?.kind === 'generative' ? subject.score['weights'] : undefined
        return typeof weights === 'string' ? weights : ''
      }),
    )
    .toMatch(/^sha256-[0-9a-f]{64}$/)
  await sheet
    .getByLabel('Weights file')
    .setInputFiles({ name: 'cut.safetensors', mimeType: '', buffer: Buffer.alloc(30) })
  await expect(sheet.getByText(/cut\.safetensors .*Nothing was changed\./)).toBeVisible()
})

test('points are drawn with the brush', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await page.getByLabel('data', { exact: true }).click()
  await page.getByRole('option', { name: /^Points/ }).click()
  await page.getByRole('button', { name: 'Draw points' }).click()
  await page.getByRole('button', { name: 'New drawing' }).click()
  const box = (await page.getByRole('application', { name: 'Brush for points' }).boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x - 60, y)
  await page.mouse.down()
  await page.mouse.move(x + 60, y, { steps: 12 })
  await page.mouse.up()
  const points = (): Promise<number[][]> =>
    page.evaluate(() => {
      const subject = (window as unknown as LabPage).scorefield.session.document?.experiment.subject
      return subject?.kind === 'generative' ? ((subject.data['points'] ?? []) as number[][]) : []
    })
  await expect.poll(async () => (await points()).length).toBeGreaterThan(25)
  const drawn = await points()
  expect(drawn.length).toBeLessThan(80)
  const xs = drawn.map(([px]) => px!)
  expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(
    4 * Math.max(...drawn.map(([, py]) => Math.abs(py!))) * 0.5,
  )
  await page.keyboard.down('Shift')
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 2, y)
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect.poll(async () => (await points()).length).toBeLessThan(drawn.length)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Draw points' })).toBeVisible()
})

test('threads that end in the midst of scoring by a network do not take the host with them', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  const { subject } = document.experiment
  const learned = {
    ...document,
    experiment: {
      subject: {
        ...subject,
        data: { kind: 'double-moon' },
        score: { kind: 'learned', weights: 'double-moon' },
      },
    },
  }
  // Long enough that every end falls into a run.
  const long = { ...learned.experiment.subject, grid: { kind: 'log-snr', steps: 400 }, particles: 10_000 }
  for (let end = 0; end < 2; end++) {
    await openDocument(page, { ...learned, experiment: { subject: long } })
    lab.killWorker()
    await page.waitForTimeout(50)
  }
  await openDocument(page, learned)
  await wholeFrame(page, 0)
})
