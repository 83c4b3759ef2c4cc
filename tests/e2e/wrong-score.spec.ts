import type { WrongScoreCost } from '#core/protocol/wrong-score'
import { expect, openDocument, openLab, test } from './lab'
import { commandOn } from './scenarios/command'

const document = {
  scorefield: 1,
  experiment: {
    subject: {
      kind: 'generative',
      data: {
        kind: 'mixture',
        components: [
          { weight: 1, mean: [-2], cov: [[0.25]] },
          { weight: 1, mean: [2], cov: [[0.25]] },
        ],
      },
      process: { kind: 'vp-linear' },
      dynamics: { kind: 'reverse', lambda: 0.6 },
      particles: 2000,
    },
  },
}

test('a wrong score costs the same in the window and on the command line', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, document)
  await page.keyboard.press('Shift+K')
  const sheet = page.getByRole('dialog', { name: 'Wrong score' })
  // A right score has no cost; the sheet gives it an error, which stands in the document.
  await sheet.getByRole('button', { name: 'Give it an error' }).click()
  const read = async (name: string): Promise<number> => {
    const text = await sheet.locator('dl > div', { hasText: name }).locator('dd').innerText()
    return Number.parseFloat(text.replaceAll('−', '-'))
  }
  await expect(sheet.getByText('ends below paths at every λ')).toBeVisible()
  await expect(sheet.getByText('weights and integral agree')).toBeVisible()
  await expect(sheet.locator('header')).not.toContainText('computing', { timeout: 20_000 })
  const { subject } = document.experiment
  const perturbed = { ...document, experiment: { subject: { ...subject, score: { kind: 'perturbed' } } } }
  const { json } = await commandOn(perturbed, ['paths'], 'paths.json')
  const costs = (json as { answer: WrongScoreCost[] }).answer
  const here = costs.find(({ lambda }) => lambda === 0.6)!
  const shown = (value: number): number => Number(value.toPrecision(3))
  expect(await read('Paths, λ')).toBe(shown(here.prior + here.integral!))
  expect(await read('Ends, on the grid')).toBe(shown(here.marginals))
  expect(await read('By weights along paths')).toBe(shown(here.simulated!.value))
  const points = await sheet
    .locator('.spot')
    .evaluateAll((all) =>
      all.map((one) => [one.getAttribute('data-at'), one.getAttribute('data-value')].map(Number)),
    )
  expect(points.map(([at]) => at)).toEqual([0.2, 0.5, 0.6, 1])
  const one = costs.find(({ lambda }) => lambda === 1)!
  expect(10 ** points[3]![1]!).toBeCloseTo(one.prior + one.simulated!.value, 10)
})
