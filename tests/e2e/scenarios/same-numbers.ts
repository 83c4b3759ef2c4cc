import { generativeOf } from '#core/experiment/subject'
import type { Page } from '@playwright/test'
import { expect, gap, seen, trajectory, wholeFrame } from '../lab'

/** Fractions at which the playhead is put: the same in every run. */
const seeks = Array.from({ length: 20 }, (_, i) => ((i * 7919 + 13) % 1000) / 1000)

/**
 * The page shows the numbers that the command line writes for the same document: at the start, while and after the
 * schedule's slider is dragged, at seeks, and after `crash` has ended what computes. The lab is open and paused.
 */
export async function sameNumbers(page: Page, crash: () => void | Promise<void>): Promise<void> {
  const first = await wholeFrame(page, 0)
  const before = await trajectory(first.document)
  expect(gap(first.particles, before.at(0))).toBe(0)

  // Half way, then the schedule's slider is dragged: the picture follows while it moves.
  await page.keyboard.press('End')
  await wholeFrame(page, 200)
  const track = page.getByRole('slider', { name: 'Largest rate', exact: true })
  const box = (await track.boundingBox())!
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.5 * box.height)
  await page.mouse.down()
  const revisions = new Set<number>()
  for (let i = 0; i < 12; i++) {
    await page.mouse.move(box.x + (0.5 - 0.03 * i) * box.width, box.y + 0.5 * box.height)
    await page.waitForTimeout(60)
    revisions.add((await seen(page))!.revision)
  }
  await page.mouse.up()
  expect(revisions.size).toBeGreaterThan(2)
  const dragged = await wholeFrame(page, 200)
  expect(generativeOf(dragged.document.experiment.subject).process['betaMax']).not.toBe(
    generativeOf(first.document.experiment.subject).process['betaMax'],
  )
  const after = await trajectory(dragged.document)
  expect(gap(dragged.particles, after.at(200))).toBe(0)
  expect(gap(dragged.particles, before.at(200))).toBeGreaterThan(0.01)

  const timeline = page.getByRole('slider', { name: 'Playhead' })
  const line = (await timeline.boundingBox())!
  for (const at of seeks) {
    await page.mouse.click(line.x + 24 + at * (line.width - 48), line.y + 0.5 * line.height)
    const step = Number(/step (\d+)/.exec((await timeline.getAttribute('aria-valuetext'))!)![1])
    const frame = await wholeFrame(page, step)
    expect(gap(frame.particles, after.at(step))).toBe(0)
  }

  // What computes dies; its share is computed again, to the same numbers.
  await crash()
  await track.press('ArrowRight')
  const changed = await wholeFrame(page, (await seen(page))!.step)
  const again = await trajectory(changed.document)
  expect(gap(changed.particles, again.at(changed.step))).toBe(0)
}
