import { expect, openDocument, openLab, seen, test } from './lab'
import { backwardOfCommand, backwardOfPage } from './scenarios/backward'
import { studyOfCommand, studyOfPage } from './scenarios/study'

test('a sheet opens over a living stage, keeps Tab, closes with Escape and gives the keyboard back', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  const stage = page.getByLabel('Stage', { exact: true })
  const tall = (await stage.boundingBox())!.height
  const tools = page.getByRole('button', { name: 'Tools' })
  await tools.click()
  await page.getByRole('menuitem', { name: /Convergence study/ }).click()
  const sheet = page.getByRole('dialog', { name: 'Convergence study' })
  await expect(sheet).toBeFocused()
  const box = (await sheet.boundingBox())!
  const above = (await stage.boundingBox())!
  expect(above.height).toBeLessThan(tall - 200)
  expect(above.y + above.height).toBeLessThanOrEqual(box.y + 1)

  // The stage lives on: a key of the window steps it.
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await seen(page))!.step).toBe(1)
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab')
    expect(await sheet.evaluate((node) => node.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(tools).toBeFocused()
  expect((await stage.boundingBox())!.height).toBe(tall)

  // By its key, and from the palette while it is open: another dialog gives the keyboard back to the sheet.
  await page.keyboard.press('Shift+C')
  await expect(sheet).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeFocused()
  await page.keyboard.press('Shift+C')
  await expect(sheet).toBeHidden()
})

test('the convergence study shows the numbers of the command line', async ({ page, lab }) => {
  await openLab(page, lab.url)
  const document = { ...(await seen(page))!.document }
  document.experiment = {
    ...document.experiment,
    witnesses: [
      { kind: 'convergence', samplers: 'own, dpmpp-2m, rk4', from: 8, doublings: 3, particles: 20 },
    ],
  }
  const wanted = studyOfCommand(document)
  await openDocument(page, document)
  await page.keyboard.press('Shift+C')
  const sheet = page.getByRole('dialog', { name: 'Convergence study' })
  await expect(sheet.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 30_000 })
  const points = await wanted
  expect(points.length).toBe(12)
  expect(await studyOfPage(sheet)).toEqual(
    points.map(({ sampler, steps, strong }) => ({ sampler, steps, error: strong })),
  )
  await expect(sheet.locator('text.order').last()).toContainText(/order \d\.\d\d ± /)
  await sheet.getByRole('radio', { name: 'Weak' }).click()
  expect(await studyOfPage(sheet)).toEqual(
    points.map(({ sampler, steps, weak }) => ({ sampler, steps, error: weak })),
  )

  // Another sampler is an edit of the document, undone like any other, and starts the study anew.
  await sheet.getByLabel('Compare with').click()
  await page.getByRole('option', { name: 'Heun', exact: true }).first().click()
  await expect
    .poll(async () => (await seen(page))!.document.experiment.witnesses[0]!['samplers'])
    .toBe('own, dpmpp-2m, rk4, heun')
  await sheet.getByRole('button', { name: 'Stop' }).click()
  await expect(sheet.getByRole('button', { name: 'Run again' })).toBeVisible()
})

test('the backward value shows the numbers of the command line, and a bad payoff leaves the picture', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await page.keyboard.press('Shift+V')
  const sheet = page.getByRole('dialog', { name: 'Backward value' })
  await expect(sheet).toContainText('another subject is open.')
  await page.keyboard.press('Escape')

  await openDocument(page, {
    scorefield: 1,
    experiment: { subject: { kind: 'sde', equation: { kind: 'brownian' }, particles: 100 } },
  })
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+V')
  const payoff = sheet.getByLabel('Payoff', { exact: true })
  await payoff.fill('x^2')
  const points = sheet.locator('circle[data-mean]')
  // At the start two units of time are left, so that nothing is below 2.
  await expect
    .poll(async () => Number(await points.nth(7).getAttribute('data-equation')), { timeout: 30_000 })
    .toBeCloseTo(2, 2)
  await expect(sheet).toContainText('within 4 standard errors')
  // The payoff is a part of the document, so that a file of it asks the same.
  const { document } = (await seen(page))!
  expect(document.experiment.witnesses).toEqual([{ kind: 'backward-value', payoff: 'x^2' }])
  expect(await backwardOfPage(sheet)).toEqual(await backwardOfCommand(document, 0))

  await payoff.fill('x^')
  await expect(sheet.getByRole('alert')).toContainText('payoff is "x^", which cannot be read')
  await expect(points).toHaveCount(15)
  // Known only where it is tried: the picture before stays.
  await payoff.fill('log(x)')
  await expect(sheet.getByRole('alert')).toContainText('which is NaN at x = ')
  await expect(points).toHaveCount(0)
  await expect(sheet.getByLabel('Backward value over time and place')).toBeVisible()
  await payoff.fill('cos(x)')
  await expect(sheet.getByRole('alert')).toHaveCount(0)
  await expect(points).toHaveCount(15)
})

test('the backward value in the plane: a map at the playhead, and places with their error bars', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await openDocument(page, {
    scorefield: 1,
    experiment: {
      subject: {
        kind: 'sde',
        equation: { kind: 'rotating-ou' },
        domain: { kind: 'plane', cells: 48 },
        particles: 100,
        horizon: 1,
        steps: 40,
      },
      witnesses: [{ kind: 'backward-value', payoff: 'x + y > 1 ? 1 : 0' }],
    },
  })
  await page.keyboard.press('Shift+V')
  const sheet = page.getByRole('dialog', { name: 'Backward value' })
  await page.keyboard.press('Home')
  await expect(sheet.locator('circle[data-mean]')).toHaveCount(9, { timeout: 30_000 })
  await expect(sheet.getByLabel('Backward value over the plane')).toBeVisible()
  const { document } = (await seen(page))!
  expect(await backwardOfPage(sheet)).toEqual(await backwardOfCommand(document, 0))
})
