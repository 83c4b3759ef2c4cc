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

test('folds: a rail of sections, an inspector over the stage, a thin timeline, a projector', async ({
  page,
  lab,
}) => {
  await page.setViewportSize({ width: 960, height: 600 })
  await openLab(page, lab.url)
  const width = async (name: string): Promise<number> =>
    (await page.getByLabel(name, { exact: true }).boundingBox())!.width
  // Below 1120 the inspector lies over the stage, which keeps its width.
  const stage = await width('Stage')
  await expect(page.getByLabel('Inspector', { exact: true })).toHaveCount(0)
  await page.keyboard.press('Control+i')
  await expect(page.getByLabel('Inspector', { exact: true })).toBeVisible()
  expect(await width('Stage')).toBe(stage)
  await page.keyboard.press('Control+i')
  // A circle of the rail opens its section; edits made there arrive.
  await page.keyboard.press('Control+b')
  await expect(page.getByLabel('Pipeline, folded')).toBeVisible()
  expect(await width('Pipeline, folded')).toBe(48)
  await page.getByRole('button', { name: 'Process' }).click()
  const section = page.getByLabel('Section of the pipeline')
  await section.getByRole('slider', { name: 'Largest rate', exact: true }).press('ArrowLeft')
  await expect
    .poll(async () => {
      const { subject } = (await seen(page))!.document.experiment
      return 'process' in subject ? subject.process['betaMax'] : undefined
    })
    .toBeLessThan(20)
  await page.keyboard.press('Escape')
  await expect(section).toHaveCount(0)
  await page.keyboard.press('Control+j')
  expect((await page.getByRole('region', { name: 'Timeline' }).boundingBox())!.height).toBe(40)
  // At both ends the flag stands beside their names.
  await page.keyboard.press('Control+j')
  for (const [key, name] of [
    ['Home', /^noise/],
    ['End', /^data$/],
  ] as const) {
    await page.keyboard.press(key)
    await expect(async () => {
      const label = (await page.locator('.track b').filter({ hasText: name }).boundingBox())!
      const flag = (await page.locator('.track .flag > span').boundingBox())!
      expect(flag.x + flag.width <= label.x || label.x + label.width <= flag.x).toBe(true)
    }).toPass({ timeout: 5000 })
  }
  await page.keyboard.press('p')
  const large = await page.evaluate(() => getComputedStyle(document.body).fontSize)
  expect(large).toBe('16px')
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
  await page.keyboard.press('p')
  expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('12px')
})

test('a schedule is drawn by hand over the stage, which follows', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await page.keyboard.press('End')
  await wholeFrame(page, 200)
  await page.keyboard.press('Shift+S')
  const sheet = page.getByRole('dialog', { name: 'Noise schedule' })
  await sheet.getByRole('button', { name: 'Edit as a table' }).click()
  await wholeFrame(page, 200)
  const table = async (): Promise<readonly (readonly number[])[]> => {
    const { subject } = (await seen(page))!.document.experiment
    return ('process' in subject ? subject.process['table'] : []) as readonly (readonly number[])[]
  }
  const before = await table()
  expect(before.length).toBe(7)
  const point = sheet.getByRole('slider', { name: 'Point 4 of the schedule' })
  const box = (await point.boundingBox())!
  const [x, y] = [box.x + 0.5 * box.width, box.y + 0.5 * box.height]
  await page.mouse.move(x, y)
  await page.mouse.down()
  // Far past its neighbours: the edit stops where the noise would no longer rise.
  for (let i = 1; i <= 5; i++) await page.mouse.move(x - 40 * i, y + 60 * i)
  await page.mouse.up()
  const dragged = await table()
  expect(dragged[3]).not.toEqual(before[3])
  dragged.forEach((row, i) => {
    if (i !== 3) expect(row).toEqual(before[i])
    if (i > 0) expect(row[0]! > dragged[i - 1]![0]! && row[1]! > dragged[i - 1]![1]!).toBe(true)
  })
  await wholeFrame(page, 200)
  await expect(page.getByRole('alert')).toHaveCount(0)
  // One gesture is one step of the history.
  await page.keyboard.press('Control+z')
  expect(await table()).toEqual(before)
})
