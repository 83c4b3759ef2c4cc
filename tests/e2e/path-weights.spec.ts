import { expect, openDocument, openLab, test } from './lab'
import { commandOn } from './scenarios/command'

const brownian = {
  scorefield: 1,
  experiment: {
    subject: { kind: 'sde', equation: { kind: 'brownian' }, horizon: 2, steps: 60, particles: 3000 },
  },
}

test('weights of paths: of mean 1 under a soft push, not to be believed under a hard one', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  // For a diffusion model it says why not.
  await page.getByRole('button', { name: 'Tools' }).click()
  await expect(page.getByRole('menuitem', { name: /Path weights/ })).toContainText('another subject is open')
  await page.keyboard.press('Escape')

  await openDocument(page, brownian)
  await page.keyboard.press('Shift+W')
  const sheet = page.getByRole('dialog', { name: 'Path weights' })
  const read = async (name: string): Promise<string> => {
    const row = sheet.locator('dl > div', { hasText: name }).locator('dd')
    return (await row.innerText()).replaceAll('\u202f', '').replaceAll('−', '-')
  }
  const push = sheet.getByLabel('Push, value')
  await push.fill('0.4')
  await push.press('Enter')
  // E x = gamma t = 0.8; e^(-0.32) of 3000 paths count.
  await expect
    .poll(async () => Math.abs(Number.parseFloat(await read('Effective paths')) - 2178))
    .toBeLessThan(150)
  expect(Math.abs(Number.parseFloat(await read('Mean of Z')) - 1)).toBeLessThan(0.05)
  expect(Math.abs(Number.parseFloat(await read('Mean of x, weighted')) - 0.8)).toBeLessThan(0.15)
  expect(Math.abs(Number.parseFloat(await read('Mean of x, direct')) - 0.8)).toBeLessThan(0.15)
  await expect(sheet.locator('.doubt')).toHaveCount(0)
  const { json } = await commandOn(brownian, ['paths', '--push', '0.4'], 'paths.json')
  const { answer } = json as { answer: Record<'effective' | 'mean' | 'direct', number[]> }
  expect(Number.parseFloat(await read('Effective paths'))).toBe(Math.round(answer.effective.at(-1)!))
  expect(Number.parseFloat(await read('Mean of Z'))).toBe(Number(answer.mean.at(-1)!.toPrecision(3)))
  expect(Number.parseFloat(await read('Mean of x, direct'))).toBe(
    Number(answer.direct.at(-1)!.toPrecision(3)),
  )

  await push.fill('2.5')
  await push.press('Enter')
  await expect.poll(() => read('Effective paths')).toContain('bars are too small')
  await expect(sheet.locator('.doubt')).toHaveCount(4)
})

test('the Itô bench takes another integrand, and keeps its picture where a formula cannot be read', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await openDocument(page, brownian)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Itô bench')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Itô bench' })
  const middle = async (): Promise<number> => {
    const text = await sheet.locator('dl > div', { hasText: 'Mid-point' }).locator('dd').innerText()
    return Number.parseFloat(text.replace('−', '-'))
  }
  // E of halfway sums: T / 2 for w, and 1 - e^(-T / 2) for its sine.
  await expect.poll(async () => Math.abs((await middle()) - 1)).toBeLessThan(0.1)
  const formula = sheet.getByLabel('Integrand H(w, t)')
  await formula.fill('sin(w)')
  await expect.poll(async () => Math.abs((await middle()) - 0.632)).toBeLessThan(0.08)
  await formula.fill('sin(w')
  await expect(sheet.getByRole('alert')).toContainText('cannot be read')
  expect(Math.abs((await middle()) - 0.632)).toBeLessThan(0.08)
})
