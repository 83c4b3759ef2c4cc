import type { EntropyCourse } from '#core/protocol/entropy'
import { expect, openDocument, openLab, test } from './lab'
import { commandOn } from './scenarios/command'

const document = {
  scorefield: 1,
  experiment: {
    subject: {
      kind: 'sde',
      equation: { kind: 'ornstein-uhlenbeck', theta: 0.5, sigma: 1 },
      domain: { kind: 'line', low: -7, high: 7, cells: 256 },
      start: { kind: 'gaussian', x: 1, deviation: 0.5 },
      horizon: 3,
      steps: 120,
      particles: 2000,
    },
  },
}

test('entropy follows the playhead with the numbers of the command line', async ({ page, lab }) => {
  await openLab(page, lab.url)
  // A diffusion model without a grid is offered one.
  await page.keyboard.press('Shift+E')
  const sheet = page.getByRole('dialog', { name: 'Entropy' })
  await expect(sheet.getByRole('button', { name: 'Solve the density on a grid' })).toBeVisible()
  await openDocument(page, document)
  const read = async (name: string): Promise<number> => {
    const text = await sheet.locator('dl > div', { hasText: name }).locator('dd').innerText()
    return Number.parseFloat(text.replaceAll('\u2212', '-'))
  }
  const { json } = await commandOn(document, ['entropy'], 'entropy.json')
  const { answer } = json as { answer: Record<keyof EntropyCourse, number[]> }
  const shown = (value: number): number => Number(value.toPrecision(4))
  await page.keyboard.press('End')
  await expect.poll(() => read('Entropy')).toBe(shown(answer.entropy.at(-1)!))
  expect(await read('Fisher information')).toBe(shown(answer.information.at(-1)!))
  // 1/2 log(2 pi e v) at v = 1 - 0.75 e^-3
  expect(await read('Entropy')).toBeCloseTo(
    0.5 * Math.log(2 * Math.PI * Math.E * (1 - 0.75 * Math.exp(-3))),
    2,
  )
  await page.keyboard.press('Home')
  await expect.poll(() => read('Entropy')).toBe(shown(answer.entropy[0]!))
  await expect(sheet.getByText(/both sides .* % apart over the run/)).toBeVisible()
})
