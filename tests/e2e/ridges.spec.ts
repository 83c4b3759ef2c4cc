import type { Page } from '@playwright/test'
import { expect, openDocument, openLab, test, wholeFrame } from './lab'

interface PageLab {
  readonly frames: { readonly stage: { view(): string; capture(): Promise<Blob> } | null }
  readonly session: { openJson(json: unknown): Promise<void> }
}

/** Down the middle of the picture: how often it gets brighter by a line, and the row that is brightest over the width. */
async function lines(page: Page): Promise<{ count: number; brightest: number }> {
  return page.evaluate(async () => {
    const { stage } = (window as never as { scorefield: PageLab }).scorefield.frames
    const bitmap = await createImageBitmap(await stage!.capture())
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { width, height } = bitmap
    const { data } = context.getImageData(0, 0, width, height)
    const light = (x: number, y: number): number => {
      const at = 4 * (y * width + x)
      return data[at]! + data[at + 1]! + data[at + 2]!
    }
    let count = 0
    // Beside the hill, where the ridges are flat and dark between their lines
    const column = Math.round(0.3 * width)
    for (let y = 1; y < height; y++) if (light(column, y) > light(column, y - 1) + 60) count++
    let [brightest, most] = [0, 0]
    for (let y = 0; y < height; y++) {
      let white = 0
      for (let x = 0; x < width; x++) if (light(x, y) > 680) white++
      if (white > most) [brightest, most] = [y / height, white]
    }
    return { count, brightest }
  })
}

test('densities are stacked over time, and the one at the playhead goes down as time goes on', async ({
  page,
  lab,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    title: 'Ridges',
    experiment: {
      subject: {
        kind: 'sde',
        equation: { kind: 'ornstein-uhlenbeck' },
        start: { kind: 'gaussian', x: 1, deviation: 0.4 },
        domain: { kind: 'line', low: -5, high: 5, cells: 128 },
        particles: 200,
        steps: 40,
      },
    },
  })
  await page.keyboard.press('g')
  await expect
    .poll(() =>
      page.evaluate(() => (window as never as { scorefield: PageLab }).scorefield.frames.stage?.view()),
    )
    .toBe('ridges')
  await expect.poll(async () => (await lines(page)).count).toBeGreaterThan(15)
  const first = await lines(page)
  await page.keyboard.press('End')
  await wholeFrame(page, 40)
  await expect.poll(async () => (await lines(page)).brightest).toBeGreaterThan(first.brightest + 0.3)
})

test('what stands still has nothing to play', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await page.evaluate(
    (json) => (window as never as { scorefield: PageLab }).scorefield.session.openJson(json),
    {
      scorefield: 1,
      title: 'Plate',
      experiment: {
        subject: { kind: 'field', problem: { kind: 'poisson' }, domain: { kind: 'plane', cells: 32 } },
      },
    },
  )
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('stands still')
  await expect(page.getByRole('button', { name: 'Play' })).toHaveCount(0)
  await expect(page.getByRole('complementary', { name: 'Layers' })).not.toContainText('steps')
})
