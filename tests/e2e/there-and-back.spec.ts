import type { Page } from '@playwright/test'
import { expect, openDocument, openLab, test } from './lab'
import { commandOn } from './scenarios/command'

const subject = { kind: 'generative', data: { kind: 'ring', count: 5 }, particles: 500 }
const flow = {
  scorefield: 1,
  experiment: {
    subject: {
      ...subject,
      process: { kind: 'vp-linear' },
      dynamics: { kind: 'reverse', lambda: 0 },
      sampler: { kind: 'heun' },
      grid: { kind: 'log-snr', steps: 12 },
    },
  },
}
const chain = {
  scorefield: 1,
  experiment: {
    subject: {
      ...subject,
      process: { kind: 'ddpm' },
      sampler: { kind: 'ddpm' },
      grid: { kind: 'timesteps', visited: 10 },
    },
  },
}

/** A number under its name in a sheet, as it is written. */
async function shown(page: Page, name: string): Promise<number> {
  const text = await page.getByRole('dialog').locator('dl > div', { hasText: name }).locator('dd').innerText()
  return Number(/^[−\d.]+/.exec(text)![0].replace('−', '-'))
}

test('the round trip and the bound show what the command line prints', async ({ page, lab }) => {
  const inverted = commandOn(flow, ['invert', '--particles', '200'], 'inversion.json')
  const bounded = commandOn(chain, ['bound'], null)
  await openLab(page, lab.url)
  await openDocument(page, flow)
  await page.keyboard.press('Shift+I')
  await expect(page.getByText('200 draws of the data, to noise along the flow and back')).toBeVisible({
    timeout: 20_000,
  })
  const { json } = await inverted
  const { mean, largest, encodingMean, nfe } = json as Record<string, number>
  expect((await shown(page, 'Mean round-trip error')) / mean!).toBeCloseTo(1, 2)
  expect((await shown(page, 'Largest')) / largest!).toBeCloseTo(1, 2)
  expect((await shown(page, 'Mean error as noise')) / encodingMean!).toBeCloseTo(1, 2)
  expect(await shown(page, 'Evaluations, both ways')).toBe(nfe)
  await page.keyboard.press('Escape')

  await openDocument(page, chain)
  await page.keyboard.press('Shift+I')
  await expect(page.getByText(/DDPM brings noise of its own, so it has no way back/)).toBeVisible()
  await page.keyboard.press('Shift+B')
  const bars = page.locator('rect[data-term]')
  await expect(bars).toHaveCount(11, { timeout: 20_000 })
  const { printed } = await bounded
  const lines = printed.trim().split('\n')
  const values = await bars.evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('data-value'))))
  values.forEach((value, i) => expect(value.toExponential(4)).toBe(/: (\S+) ±/.exec(lines[i]!)![1]))
  const [total, , entropy] = /Bound (\S+) ± (\S+) nats; .* (\S+)\.$/.exec(lines.at(-1)!)!.slice(1).map(Number)
  expect(await shown(page, 'Bound, sum of all terms')).toBeCloseTo(total!, 3)
  expect(await shown(page, 'Entropy of the data')).toBeCloseTo(entropy!, 3)
  await page.keyboard.press('Escape')

  // The distance is a choice; modes stand beside their weights.
  await page.getByLabel('Distance', { exact: true }).click()
  await page.getByRole('option', { name: /^Fréchet/ }).click()
  await expect
    .poll(
      () =>
        page.evaluate(
          () =>
            (window as unknown as { scorefield: { distance: { curve: { measure: string } | null } } })
              .scorefield.distance.curve?.measure,
        ),
      { timeout: 20_000 },
    )
    .toBe('frechet')
  await page.keyboard.press('End')
  // The value under the playhead is that of its own step.
  await expect(page.locator('p.here')).toHaveAttribute('data-step', '9', { timeout: 20_000 })
  await expect(page.locator('p.here')).toContainText(/× floor .*500 points/)
  await expect(page.getByText(/5 \/ 5 covered/)).toBeVisible({ timeout: 10_000 })
  const shares = await page
    .locator('rect[data-share]')
    .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('data-share'))))
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
})
