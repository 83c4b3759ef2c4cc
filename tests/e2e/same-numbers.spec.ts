import { openLab, test } from './lab'
import { sameNumbers } from './scenarios/same-numbers'

test('the page shows the numbers that the command line writes', async ({ page, lab }) => {
  await openLab(page, lab.url)
  await sameNumbers(page, () => lab.killWorker())
})
