import type { Page } from '@playwright/test'
import { expect, openDocument, openLab, test, wholeFrame } from './lab'

interface PageLab {
  readonly view: { layers: Record<string, boolean>; scene: string }
  readonly frames: {
    readonly stage: {
      view(): string
      setDensityTop(top: number | null): void
      capture(): Promise<Blob>
    } | null
    readonly frame: { readonly density: { readonly max: number } | null } | null
    readonly grid: { lessExact: boolean }
  }
}

/** Highest row of the stage that is filled in the middle third, as a share of the height; with the range given. */
async function highest(page: Page, top: number): Promise<number> {
  return page.evaluate(async (range) => {
    const { stage, frame } = (window as never as { scorefield: PageLab }).scorefield.frames
    stage!.setDensityTop(range * frame!.density!.max)
    const bitmap = await createImageBitmap(await stage!.capture())
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const { width, height } = bitmap
    for (let y = 0; y < height; y++) {
      let run = 0
      // Lines of the box are thin; the body is not, and it is violet.
      for (let x = Math.floor(width / 3); x < (2 * width) / 3; x++) {
        const at = 4 * (y * width + x)
        run = data[at + 2]! > data[at + 1]! + 24 ? run + 1 : 0
        if (run >= 4) return y / height
      }
    }
    return 1
  }, top)
}

test('a density stands as high as it is, in the range of its colours', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    title: 'Surface',
    experiment: {
      subject: {
        kind: 'sde',
        equation: { kind: 'rotating-ou' },
        start: { kind: 'gaussian', x: 0, y: 0, deviation: 0.6 },
        domain: { kind: 'plane', lowX: -3, highX: 3, lowY: -3, highY: 3, cells: 48 },
        particles: 500,
        steps: 20,
      },
    },
  })
  // At the start grid and closed form are the same.
  await page.keyboard.press('End')
  await wholeFrame(page, 20)
  await page.keyboard.press('d')
  await page.evaluate(() => {
    const { view } = (window as never as { scorefield: PageLab }).scorefield
    view.layers = { ...view.layers, particles: false, contours: false }
  })
  await expect
    .poll(() =>
      page.evaluate(() => (window as never as { scorefield: PageLab }).scorefield.frames.stage?.view()),
    )
    .toBe('surface')
  const [whole, half, quarter] = [await highest(page, 1), await highest(page, 2), await highest(page, 4)]
  expect(half).toBeGreaterThan(whole + 0.05)
  // Half as high, then a quarter: the first step down is twice the second, but for perspective and the hill's roundness.
  const ratio = (half - whole) / (quarter - half)
  expect(ratio).toBeGreaterThan(1.5)
  expect(ratio).toBeLessThan(2.7)

  // The segment in the bar shows it, and the difference to the closed form has both signs there too.
  await expect(page.getByRole('radio', { name: 'Surface' })).toHaveAttribute('aria-checked', 'true')
  await page.getByRole('button', { name: '− Exact' }).click()
  await expect(page.getByText('Largest difference')).toBeVisible()
  const colours = await page.evaluate(async () => {
    const { stage } = (window as never as { scorefield: PageLab }).scorefield.frames
    const bitmap = await createImageBitmap(await stage!.capture())
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    let [red, blue] = [0, 0]
    for (let i = 0; i < data.length; i += 4) {
      if (data[i]! > data[i + 2]! + 40) red++
      if (data[i + 2]! > data[i]! + 40) blue++
    }
    return { red, blue }
  })
  expect(colours.red).toBeGreaterThan(300)
  expect(colours.blue).toBeGreaterThan(300)
})
