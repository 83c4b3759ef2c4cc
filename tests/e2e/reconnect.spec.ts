import type { WebSocketRoute } from '@playwright/test'
import { expect, gap, openLab, seen, test, trajectory, wholeFrame } from './lab'

test('a connection that drops keeps picture and document, and edits made meanwhile arrive', async ({
  page,
  lab,
}) => {
  // A line between page and engine that can be cut.
  let cut = false
  const lines: WebSocketRoute[] = []
  await page.routeWebSocket(/./, (line) => {
    if (cut) {
      void line.close()
      return
    }
    line.connectToServer()
    lines.push(line)
  })
  await openLab(page, lab.url)
  await page.keyboard.press('End')
  const before = await wholeFrame(page, 200)

  cut = true
  for (const line of lines.splice(0)) await line.close()
  await expect(page.getByText('Reconnecting to the engine. Your experiment is safe.')).toBeVisible()
  // The last good picture stays, its colours sunk; controls stay usable.
  const during = (await seen(page))!
  expect(during.particles).toEqual(before.particles)
  await expect(page.locator('main.waiting canvas')).toBeVisible()
  const track = page.getByRole('slider', { name: 'Largest rate', exact: true })
  await track.press('ArrowLeft')
  await track.press('ArrowLeft')
  const edited = (await seen(page))!.document
  const rate = (document: typeof edited): unknown => {
    const { subject } = document.experiment
    return 'process' in subject ? subject.process['betaMax'] : undefined
  }
  expect(rate(edited)).not.toBe(rate(before.document))

  cut = false
  await expect(page.getByText('Reconnecting to the engine. Your experiment is safe.')).toBeHidden({
    timeout: 20_000,
  })
  const after = await wholeFrame(page, 200)
  expect(after.document).toEqual(edited)
  expect(after.revision).toBeGreaterThan(before.revision)
  const written = await trajectory(edited)
  expect(gap(after.particles, written.at(200))).toBe(0)
  expect(gap(before.particles, written.at(200))).toBeGreaterThan(0)
  // The engine has what the page has: a window that is opened anew finds it.
  await page.reload()
  await expect.poll(async () => (await seen(page))?.document).toEqual(edited)
})
