import type { Page } from '@playwright/test'
import { expect, openDocument, openLab, seen, test } from './lab'

const subject = {
  kind: 'generative',
  data: { kind: 'ring' },
  process: { kind: 'vp-linear' },
  particles: 500,
}

const subjectOf = async (page: Page): Promise<Record<string, Record<string, unknown>>> =>
  (await seen(page))!.document.experiment.subject as unknown as Record<string, Record<string, unknown>>

/** Drags a handle sideways by some pixels. */
async function drag(page: Page, name: string, by: number): Promise<void> {
  const box = (await page.getByRole('slider', { name, exact: true }).boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + by, y, { steps: 4 })
  await page.mouse.up()
}

test('what has a place in time is dragged on the timeline', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    experiment: {
      subject: {
        ...subject,
        dynamics: { kind: 'hybrid' },
        score: { kind: 'guided', weight: 2, low: -2, high: 6 },
      },
    },
  })
  // The timeline is linear in log-SNR: 100 px are the same share of it for every handle.
  const track = (await page.getByRole('slider', { name: 'Playhead' }).boundingBox())!.width - 48
  const ends = await page.evaluate(() => {
    const { run } = (window as unknown as { scorefield: { session: { run: { logSnr: Float64Array } } } })
      .scorefield.session
    return [run.logSnr[0]!, run.logSnr.at(-1)!] as const
  })
  const gain = (100 / track) * (ends[1] - ends[0])
  await drag(page, 'Switch to the ODE', 100)
  expect(Math.abs(((await subjectOf(page))['dynamics']!['switchAt'] as number) - gain)).toBeLessThan(0.15)
  await drag(page, 'Guidance from', 100)
  expect(Math.abs(((await subjectOf(page))['score']!['low'] as number) - gain + 2)).toBeLessThan(0.15)
  // An interval does not turn over, and one gesture is one step of the history.
  await drag(page, 'Guidance to', -400)
  const { low, high } = (await subjectOf(page))['score'] as { low: number; high: number }
  expect(high).toBe(low)
  await page.keyboard.press('Control+z')
  expect((await subjectOf(page))['score']!['high']).toBe(6)
  await expect.poll(async () => (await seen(page))!.settled).toBe(true)

  await openDocument(page, {
    scorefield: 1,
    experiment: { subject: { ...subject, grid: { kind: 'hand-placed', values: [[0.7], [0.4], [0.1]] } } },
  })
  await drag(page, 'Step 2 of the grid', 40)
  const values = async (): Promise<number[]> =>
    ((await subjectOf(page))['grid']!['values'] as number[][]).map((row) => row[0]!)
  const [first, second, third] = await values()
  expect([first, third]).toEqual([0.7, 0.1])
  expect(second).toBeLessThan(0.4)
  // Far beyond its neighbour it stops there, and the engine takes the grid.
  await drag(page, 'Step 2 of the grid', 600)
  expect((await values())[1]).toBeGreaterThan(0.1)
  await page.keyboard.press('Delete')
  expect(await values()).toEqual([0.7, 0.1])
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { run } = (window as unknown as { scorefield: { session: { run: { times: Float64Array } } } })
          .scorefield.session
        return Array.from(run.times)
      }),
    )
    .toEqual([1, 0.7, 0.1, 0.001])
})
