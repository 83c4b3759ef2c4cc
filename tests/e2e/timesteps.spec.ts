import { betas } from '#core/processes/discrete/betas'
import { spaced } from '#core/processes/grids/timesteps'
import { expect, openDocument, openLab, seen, test } from './lab'

const subject = {
  kind: 'generative',
  data: { kind: 'ring' },
  process: { kind: 'ddpm' },
  sampler: { kind: 'ddpm' },
  grid: { kind: 'timesteps', spacing: 'leading', visited: 20 },
  particles: 500,
}

test('the timesteps that are really visited, with their own coefficients', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, { scorefield: 1, title: 'Few steps', experiment: { subject } })
  await page.keyboard.press('Shift+T')
  const sheet = page.getByRole('dialog', { name: 'Visited timesteps' })
  await expect(sheet.getByText('20 of 1000 timesteps')).toBeVisible()
  await expect(sheet.getByText(/Begins at t = 950, not 999/)).toBeVisible()
  await expect(sheet.getByText(/19 of 20 steps jump over timesteps/)).toBeVisible()

  // By products of the table of beta alone: alpha_bar, and beta and beta-tilde of the jump.
  const beta = betas('linear', 1000, 0.0001, 0.02)
  const bar = (t: number): number => beta.slice(0, t + 1).reduce((product, b) => product * (1 - b), 1)
  const times = spaced('leading', 1000, 20)
  for (const i of [0, 7, 18]) {
    const [t, next] = [times[i]!, times[i + 1]!]
    const jump = 1 - bar(t) / bar(next)
    const row = await sheet.locator(`tr[data-step="${i}"] td`).allInnerTexts()
    const shown = row.map((text) => Number(text.replace(/\s/g, '').replace('−', '-').replace('×10', 'e')))
    expect(shown.slice(0, 3)).toEqual([i + 1, t, next])
    expect(shown[7]! / bar(t)).toBeCloseTo(1, 2)
    expect(shown[8]! / jump).toBeCloseTo(1, 2)
    expect(shown[9]! / ((jump * (1 - bar(next))) / (1 - bar(t)))).toBeCloseTo(1, 2)
    expect(shown[11]! / ((Math.sqrt(1 - jump) * (1 - bar(next))) / (1 - bar(t)))).toBeCloseTo(1, 2)
  }

  // A click on a row is a seek; another spacing is an edit.
  await sheet.locator('tr[data-step="3"]').click()
  await expect.poll(async () => (await seen(page))!.step).toBe(3)
  await sheet.getByRole('radio', { name: 'Trailing' }).click()
  await expect(sheet.locator('tr[data-step="0"] td').nth(1)).toHaveText('999')
  await expect(sheet.getByText(/Begins at/)).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})
