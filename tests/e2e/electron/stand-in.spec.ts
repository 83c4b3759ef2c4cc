import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, firstPicture, seen, wholeFrame } from '../lab'
import { sameNumbers } from '../scenarios/same-numbers'
import { test } from './stand-in-lab'

test('the desktop program’s page shows the numbers that the command line writes', async ({
  page,
  desktop,
}) => {
  await firstPicture(page)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  // The engine's whole process dies, not only a worker of it.
  await sameNumbers(page, async () => {
    const engine = desktop.stand.engines.at(-1)!.child
    engine.kill('SIGKILL')
    await once(engine, 'exit')
  })
  expect(desktop.stand.engines).toHaveLength(2)
})

test('the menu, a file from the system and a crash of the page reach the page', async ({ page, desktop }) => {
  await firstPicture(page)
  const { stand } = desktop
  stand.menu!.click('view.hide')
  await expect(page.getByLabel('Pipeline', { exact: true })).toBeHidden()
  stand.menu!.click('view.hide')
  await expect(page.getByLabel('Pipeline', { exact: true })).toBeVisible()

  const { document } = (await seen(page))!
  const { subject } = document.experiment
  const file = join(desktop.folder, 'fewer.scorefield')
  writeFileSync(
    file,
    JSON.stringify({
      ...document,
      title: 'Fewer',
      experiment: { ...document.experiment, subject: { ...subject, particles: 500 } },
    }),
  )
  stand.app.emit('open-file', { preventDefault: () => undefined }, file)
  await expect.poll(async () => (await seen(page))?.shown).toBe(500)

  writeFileSync(file, '{"scorefield": 1, "title": ')
  stand.app.emit('open-file', { preventDefault: () => undefined }, file)
  await expect(
    page.getByText('fewer.scorefield is not JSON; a Scorefield document was expected.'),
  ).toBeVisible()

  // The page's process ends: it is loaded again and shows what was open.
  const loaded = page.waitForEvent('load')
  stand.windows[0]!.webContents.crash('crashed')
  await loaded
  await expect.poll(async () => (await seen(page))?.document.title).toBe('Fewer')
  await wholeFrame(page, 0)
})
