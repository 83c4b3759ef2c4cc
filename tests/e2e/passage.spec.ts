import { expect, openDocument, openLab, test, wholeFrame } from './lab'

test('first passage by grid and by paths, and what the density tends to', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    title: 'Passage',
    experiment: {
      subject: {
        kind: 'sde',
        equation: { kind: 'ornstein-uhlenbeck', theta: 1, sigma: 1 },
        start: { kind: 'gaussian', x: 1, deviation: 0.2 },
        domain: { kind: 'line', low: -4, high: 4, cells: 128, lowEnd: 'held', highEnd: 'held' },
        particles: 1000,
        horizon: 6,
        steps: 60,
      },
    },
  })
  // Far from rest at the start, near it at the end.
  const toRest = page.getByRole('row', { name: 'Grid to rest, TV' }).locator('.value')
  await expect(toRest).toBeVisible({ timeout: 15_000 })
  const first = Number(await toRest.textContent())
  expect(first).toBeGreaterThan(0.5)
  await page.keyboard.press('End')
  await wholeFrame(page, 60)
  await expect.poll(async () => Number(await toRest.textContent())).toBeLessThan(0.02)
  await expect(page.getByRole('button', { name: 'At rest' })).toHaveAttribute('aria-pressed', 'true')

  await page.keyboard.press('Shift+P')
  const sheet = page.getByRole('dialog', { name: 'First passage' })
  await sheet.getByLabel('down to').fill('-0.8')
  await sheet.getByLabel('down to').press('Enter')
  await sheet.getByLabel('from x').fill('0.5')
  await sheet.getByLabel('from x').press('Enter')
  await expect(sheet).toContainText('within 4 standard errors', { timeout: 20_000 })
  await expect(sheet.locator('circle').first()).toBeVisible()
  const places = await sheet
    .locator('circle')
    .evaluateAll((nodes) =>
      nodes.map((node) =>
        ['data-mean', 'data-error', 'data-equation'].map((name) => Number(node.getAttribute(name))),
      ),
    )
  expect(places.length).toBe(7)
  for (const [mean, error, equation] of places) expect(Math.abs(mean! - equation!)).toBeLessThan(4.5 * error!)
  // The rates of an Ornstein-Uhlenbeck process are theta, 2 theta, 3 theta.
  await expect(sheet).toContainText(/Slowest rate of relaxation (0\.99|1\.00)/)

  // A start outside is refused in a sentence; the sheet stays.
  await sheet.getByLabel('from x').fill('3')
  await sheet.getByLabel('from x').press('Enter')
  await expect(sheet).toContainText('a place inside the region')
})
