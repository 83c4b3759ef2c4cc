import { expect, openDocument, openLab, test } from './lab'

const heat = (problem: object, scheme: string): object => ({
  scorefield: 1,
  title: 'Waves',
  experiment: {
    subject: {
      kind: 'field',
      problem: { kind: 'heat', ...problem },
      domain: { kind: 'line', low: 0, high: 1, cells: 64, lowEnd: 'insulated', highEnd: 'insulated' },
      start: { kind: 'block', lowX: 0, highX: 0.3, inside: 1, outside: 0 },
      scheme: { kind: scheme },
      horizon: 0.1,
      steps: 8,
    },
  },
})

test('the sheet of the spectrum shows the law, the grid and what is between them', async ({ page, lab }) => {
  await openLab(page, lab.url)
  const open = (document: object): Promise<void> =>
    page.evaluate(
      (json) =>
        (
          window as never as { scorefield: { session: { openJson(json: unknown): Promise<void> } } }
        ).scorefield.session.openJson(json),
      document,
    )
  await open(heat({}, 'backward-euler'))
  await page.keyboard.press('Shift+F')
  await page.keyboard.press('End')
  const sheet = page.getByRole('dialog', { name: 'Spectrum' })
  await expect(sheet.getByRole('heading', { level: 3 })).toContainText('t = 0.1')
  const points = (): Promise<{ k: number; now: number; law: number }[]> =>
    sheet.locator('circle').evaluateAll((nodes) =>
      nodes.map((node) => ({
        k: Number(node.getAttribute('data-k')),
        now: Number(node.getAttribute('data-now')),
        law: Number(node.getAttribute('data-law')),
      })),
    )
  const slow = await points()
  // The mean stays, every other wave falls by its law, which a scheme of order 1 misses.
  expect(slow[0]!.k).toBe(0)
  expect(slow[0]!.now).toBeCloseTo(slow[0]!.law, 10)
  expect(slow[1]!.k).toBeCloseTo(Math.PI, 10)
  expect(Math.abs(slow[1]!.now / slow[1]!.law - 1)).toBeGreaterThan(0.01)
  await expect(sheet).toContainText('more than a hundredth off')

  await open(heat({}, 'spectral'))
  await expect(sheet).toContainText('within a hundredth of the law')
  const exact = await points()
  expect(exact[1]!.now).toBeCloseTo(exact[1]!.law, 10)

  // What has no such law says so in one sentence.
  await open(heat({ conductivity: '1 + x' }, 'backward-euler'))
  await expect(sheet).toContainText('constant conductivity')
})

test('the sheet of the spectrum is not for equations with noise', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    title: 'Noise',
    experiment: { subject: { kind: 'sde', equation: { kind: 'brownian' }, particles: 100, steps: 10 } },
  })
  await page.keyboard.press('Shift+F')
  await expect(page.getByRole('dialog', { name: 'Spectrum' })).toContainText('another subject is open')
})
