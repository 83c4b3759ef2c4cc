import { expect, openLab, seen, test } from './lab'

test('a mean is dragged on the stage, and the particles go where it is put', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await page.getByLabel('Preset', { exact: true }).click()
  await page.getByRole('option', { name: /Three ellipses/ }).click()
  const mean = page.getByRole('slider', { name: 'Mean of Gaussian 1' })
  await expect(mean).toBeVisible()
  await page.keyboard.press('End')
  const before = await mean.boundingBox()
  const [x, y] = [before!.x + before!.width / 2, before!.y + before!.height / 2]
  const componentMeans = async (): Promise<number[][]> => {
    const texts: number[][] = []
    for (const slider of await page.getByRole('slider', { name: /^Mean of Gaussian/ }).all())
      texts.push((await slider.getAttribute('aria-valuetext'))!.split(', ').map(Number))
    return texts
  }
  const old = await componentMeans()
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 30, y - 20, { steps: 4 })
  await page.mouse.up()
  const after = await componentMeans()
  expect(after[0]![0]).toBeLessThan(old[0]![0]!)
  expect(after[0]![1]).toBeGreaterThan(old[0]![1]!)
  expect(after.slice(1)).toEqual(old.slice(1))
  // One drag is one entry of the history.
  await page.keyboard.press('Control+z')
  expect(await componentMeans()).toEqual(old)
})

test('a Gaussian is given a class for guidance; one that is none is refused by a sentence', async ({
  page,
  lab,
}) => {
  await openLab(page, lab.url)
  await page.getByLabel('Preset', { exact: true }).click()
  await page.getByRole('option', { name: /Three ellipses/ }).click()
  const field = page.getByLabel('Class of 3')
  await expect(field).toHaveValue('2')
  const label = async (): Promise<unknown> => {
    const { subject } = (await seen(page))!.document.experiment
    return subject.kind === 'generative'
      ? (subject.data['components'] as readonly { label?: number }[])[2]!.label
      : null
  }
  await field.fill('0')
  await field.blur()
  await expect.poll(label).toBe(0)
  await field.fill('1.5')
  await field.blur()
  await expect(page.getByText('a whole number from 0 to 255 was expected')).toBeVisible()
})

test('points are read from a file; a wrong file is refused by a sentence', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await page.getByLabel('data', { exact: true }).click()
  await page.getByRole('option', { name: /^Points/ }).click()
  const open = async (name: string, text: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file' }).click()
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  }
  await open('three.csv', 'x,y\n-2,0\n2,0\n0,3\n')
  await expect(page.getByLabel('Points', { exact: true })).toHaveValue('-2, 0\n2, 0\n0, 3')
  await page.keyboard.press('End')
  await expect
    .poll(
      async () => {
        const now = await seen(page)
        if (now === null || !now.settled || now.step < 200) return 9
        // At the data every particle stands on one of the three points, but for the blur of 0.05.
        let far = 0
        for (let i = 0; i < now.shown; i++) {
          const [x = 0, y = 0] = now.particles.slice(2 * i, 2 * i + 2)
          const gap = Math.min(Math.hypot(x + 2, y), Math.hypot(x - 2, y), Math.hypot(x, y - 3))
          far = Math.max(far, gap)
        }
        return far
      },
      { timeout: 60_000 },
    )
    .toBeLessThan(0.5)
  await open('wrong.csv', '1,2\n3\n')
  await expect(page.getByText(/wrong\.csv has no point in row 2/)).toBeVisible()
  await expect(page.getByLabel('Points', { exact: true })).toHaveValue('-2, 0\n2, 0\n0, 3')
})
