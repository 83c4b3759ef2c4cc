import { expect, openLab, seen, test, wholeFrame } from './lab'

test('plays, steps, turns lambda, hides and changes theme', async ({ page, lab }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await openLab(page, lab.url)
  await page.keyboard.press('ArrowRight')
  await wholeFrame(page, 1)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(async () => (await seen(page))!.step, { timeout: 20_000 }).toBeGreaterThan(20)
  await page.keyboard.press('Space')

  const lambda = page.getByRole('slider', { name: 'Noise strength lambda' })
  await lambda.scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: /^ODE/ }).first().click()
  await expect(page.getByText('Probability flow', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Reverse SDE', { exact: true })).toBeVisible()

  const theme = (): Promise<string | undefined> =>
    page.evaluate(() => document.documentElement.dataset['theme'])
  const was = await theme()
  await page.keyboard.press('t')
  expect(await theme()).not.toBe(was)

  await page.keyboard.press('h')
  await expect(page.getByLabel('Pipeline', { exact: true })).toBeHidden()
  await page.keyboard.press('h')
  await expect(page.getByLabel('Pipeline', { exact: true })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.getByLabel('Search commands').fill('space')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: 'Space–time' })).toHaveAttribute('aria-checked', 'true')
  expect(errors).toEqual([])
})

test('a wrong value is refused beside its control, and nothing is lost', async ({ page, lab }) => {
  await openLab(page, lab.url)
  const modes = page.getByLabel('Modes, value')
  await modes.fill('-3')
  await modes.press('Enter')
  await expect(page.getByText('A whole number from 1 to 64.')).toBeVisible()
  await modes.press('Escape')
  // A covariance must be positive definite: the engine says so beside the editor, and the old run stays.
  await page.getByLabel('data', { exact: true }).click()
  await page.getByRole('option', { name: /^Gaussian mixture/ }).click()
  const shown = (await seen(page))!.shown
  const entry = page.getByLabel('Covariance 1 1 of 1')
  await entry.fill('-1')
  await entry.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: /positive definite/ })).toBeVisible()
  expect((await seen(page))!.shown).toBe(shown)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  // A method for ODEs turns the noise off.
  await page.getByLabel('sampler', { exact: true }).scrollIntoViewIfNeeded()
  await page.getByLabel('sampler', { exact: true }).click()
  await page.getByRole('option', { name: /Runge/ }).click()
  await expect(page.getByText('this method runs the probability flow')).toBeVisible()
  await expect(page.getByText('Probability flow', { exact: true })).toBeVisible()
})

test('a broken file changes nothing', async ({ page, lab }) => {
  await openLab(page, lab.url)
  const before = (await seen(page))!.document
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Control+o')
  await (
    await chooser
  ).setFiles({
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        ...before,
        experiment: { subject: { ...before.experiment.subject, particles: 'many' } },
      }),
    ),
  })
  await expect(
    page.getByText(
      /particles is "many"; a whole number from 1 to 1.000.000 was expected. Nothing was changed./,
    ),
  ).toBeVisible()
  expect((await seen(page))!.document).toEqual(before)
})
