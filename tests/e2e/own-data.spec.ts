import type { Page } from '@playwright/test'
import type { LabDocument } from '#core/experiment/document'
import type { TrainingView } from '#core/protocol/training'
import { expect, openDocument, openLab, test } from './lab'

interface LabPage {
  readonly scorefield: {
    readonly session: { readonly document: LabDocument | null }
    readonly training: { readonly shown: TrainingView | null }
  }
}

const dataOf = (page: Page): Promise<Readonly<Record<string, unknown>>> =>
  page.evaluate(() => {
    const subject = (window as unknown as LabPage).scorefield.session.document?.experiment.subject
    return subject?.kind === 'generative' ? subject.data : {}
  })
const shown = (page: Page): Promise<TrainingView | null> =>
  page.evaluate(() => (window as unknown as LabPage).scorefield.training.shown)

async function chooseData(page: Page, title: RegExp): Promise<void> {
  await page.getByLabel('data', { exact: true }).click()
  await page.getByRole('option', { name: title }).click()
}

/** A .npy file of format 1.0 with float64 rows of two */
function npy(rows: readonly (readonly number[])[]): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, 2), }`.padEnd(117) + '\n'
  const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0])
  return Buffer.concat([head, Buffer.from(header), Buffer.from(Float64Array.from(rows.flat()).buffer)])
}

test('points come from JSON and NPY; what lies far out is moved, what is no data is refused', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await chooseData(page, /^Points/)
  const open = async (name: string, content: string | Buffer): Promise<void> => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(content) })
  }
  await open('three.json', '[[0, 1], [2, 3], [1, 1]]')
  await expect
    .poll(async () => (await dataOf(page))['points'])
    .toEqual([
      [0, 1],
      [2, 3],
      [1, 1],
    ])
  await open(
    'two.npy',
    npy([
      [0, 1],
      [2, -3],
    ]),
  )
  await expect
    .poll(async () => (await dataOf(page))['points'])
    .toEqual([
      [0, 1],
      [2, -3],
    ])
  await open('far.csv', 'x,y\n100000,5\n100010,7\n100003,9\n')
  await expect(
    page.getByText(
      'The points lie about (100000, 7) with a spread of 3.18; they were moved to the origin and scaled by 0.629.',
    ),
  ).toBeVisible()
  const kept = (await dataOf(page))['points']
  for (const [name, content, sentence] of [
    ['empty.csv', '', 'empty.csv holds no points'],
    ['same.csv', '1,2\n1,2\n', 'same.csv has points that are all the same; some spread was expected'],
    ['cut.npy', npy([[0, 1]]).subarray(0, 132), 'cut.npy'],
    ['wide.csv', '1,2,3,4\n', 'wide.csv has no point in row 1'],
  ] as const) {
    await open(name, content)
    await expect(page.getByText(sentence).filter({ hasText: 'Nothing was changed.' })).toBeVisible()
  }
  expect((await dataOf(page))['points']).toEqual(kept)
})

test('a picture is a density and words are typed; what is none is refused and the last one stays', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await chooseData(page, /^Image/)
  const picture = (light: string): Promise<number[]> =>
    page.evaluate(async (colour) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 100, height: 60 })
      const context = canvas.getContext('2d')!
      context.fillRect(0, 0, 100, 60)
      context.fillStyle = colour
      context.fillRect(50, 0, 50, 60)
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
      return [...new Uint8Array(await blob!.arrayBuffer())]
    }, light)
  const give = async (name: string, bytes: readonly number[]): Promise<void> => {
    await page.getByLabel('Picture file').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) })
  }
  await give('half.png', await picture('#fff'))
  const pixels = async (): Promise<number[][]> => (await dataOf(page))['pixels'] as number[][]
  await expect.poll(async () => (await pixels())?.length).toBe(38)
  expect((await pixels()).every((row) => row.length === 64 && row[0] === 0 && row[63] === 1)).toBe(true)
  await give('broken.png', [1, 2, 3])
  await expect(
    page.getByText(/broken\.png cannot be read as a picture; .* Nothing was changed\./),
  ).toBeVisible()
  expect(await pixels()).toHaveLength(38)
  await give('black.png', await picture('#000'))
  await expect(
    page.getByText(/is black everywhere; a picture with some data was expected/).first(),
  ).toBeVisible()

  await chooseData(page, /^Letters/)
  await page.getByLabel('Word', { exact: true }).fill('AB')
  await expect.poll(async () => (await dataOf(page))['text']).toBe('AB')
  await page.getByLabel('Word', { exact: true }).fill('—')
  await expect(
    page.getByText(/in which nothing can be drawn; at least one of A–Z or 0–9/).first(),
  ).toBeVisible()
})

test('points that were drawn are learned; a rate that diverges and ReLU under a divergence are sentences', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  const stroke = Array.from({ length: 40 }, (_, i) => [Math.cos(i / 7), Math.sin(i / 7)])
  await openDocument(page, {
    scorefield: 1,
    experiment: {
      subject: {
        kind: 'generative',
        data: { kind: 'points', points: stroke, width: 0.2 },
        process: { kind: 'vp-linear' },
        grid: { kind: 'log-snr', steps: 20 },
        particles: 200,
      },
      witnesses: [
        {
          kind: 'training-run',
          width: 24,
          depth: 2,
          frequencies: 4,
          batch: 128,
          points: 2000,
          steps: 800,
          reportEvery: 200,
          rate: 0.01,
          ema: 0.98,
        },
      ],
    },
  })
  await page.keyboard.press('Shift+L')
  const sheet = page.getByRole('dialog', { name: 'Training' })
  await sheet.getByRole('button', { name: 'Start', exact: true }).click()
  await expect.poll(async () => (await shown(page))?.state, { timeout: 60_000 }).toBe('done')
  const { errors } = (await shown(page))!
  expect(errors.at(-1)!.total).toBeLessThan(0.5 * errors[0]!.total)

  const field = sheet.getByLabel('Learning rate, value')
  await field.fill('1')
  await field.press('Enter')
  await sheet.getByLabel('Learning rate times').selectOption('10')
  await sheet.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(
    sheet.getByText(/at a learning rate of .* The weights of step \d+ were kept; try a tenth of the rate/),
  ).toBeVisible({
    timeout: 30_000,
  })
  const choose = async (label: string, option: string): Promise<void> => {
    await sheet.getByLabel(label, { exact: true }).click()
    await page.getByRole('option', { name: option }).click()
  }
  await choose('Activation', 'ReLU')
  await choose('Loss', 'Implicit matching')
  await expect(sheet.getByText(/is "relu", whose slope jumps/).first()).toBeVisible()
})
