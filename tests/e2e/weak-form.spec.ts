import type { WeakForm } from '#core/protocol/weak-form'
import { expect, openDocument, openLab, test } from './lab'
import { commandOn } from './scenarios/command'

const document = {
  scorefield: 1,
  experiment: {
    subject: {
      kind: 'sde',
      equation: { kind: 'ornstein-uhlenbeck' },
      domain: { kind: 'line', low: -12, high: 12 },
      horizon: 2,
      steps: 100,
      particles: 3000,
    },
  },
}

test('the weak form has the numbers of the command line, for a function that is chosen or typed', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await openDocument(page, document)
  await page.keyboard.press('Shift+D')
  const sheet = page.getByRole('dialog', { name: 'Weak form' })
  const read = async (): Promise<number> => {
    const text = await sheet.locator('dl > div', { hasText: 'Chi-square' }).locator('dd').innerText()
    return Number.parseFloat(text)
  }
  const answerOf = async (phi: string): Promise<number> => {
    const { json } = await commandOn(document, ['weak-form', '--phi', phi], 'weak-form.json')
    return Number((json as { answer: WeakForm }).answer.chiSquare.toPrecision(3))
  }
  const square = await answerOf('x^2')
  await expect.poll(read).toBe(square)
  await expect(sheet.getByText('both sides agree')).toBeVisible()
  const sine = await answerOf('sin(x)')
  await sheet.getByRole('button', { name: 'sin(x)' }).click()
  await expect.poll(read).toBe(sine)
  // What cannot be read keeps the picture.
  await sheet.getByLabel('Test function φ').fill('sin(x')
  await expect(sheet.getByRole('alert')).toContainText('cannot be read')
  await expect(sheet.locator('.spot').first()).toBeVisible()
})
