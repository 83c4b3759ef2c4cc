import { median, type Section } from '../section'
import { openBrowser } from '../window/devtools'
import { openLocalLab } from '../window/local-lab'

const STARTS = 5

/** Notes when the positions on the stage have changed for the first time. */
const watch = `
  window.moving = new Promise((resolve) => {
    let before = null
    const look = () => {
      const now = window.scorefield?.frames.frame?.particles ?? null
      if (before !== null && now !== null && now !== before) resolve(performance.now())
      else {
        before = now ?? before
        requestAnimationFrame(look)
      }
    }
    requestAnimationFrame(look)
  })`

export const coldStart: Section = {
  name: 'cold-start',
  title: 'Cold start',
  method: `A fresh host and a browser with an empty profile, ${STARTS} times, until the positions on the stage have changed for the first time.`,
  async run() {
    const opened: number[] = []
    const whole: number[] = []
    for (let i = 0; i < STARTS; i++) {
      const page = await openBrowser()
      await page.before(watch)
      const began = performance.now()
      const lab = await openLocalLab()
      const url = performance.now()
      await page.goto(lab.url)
      for (;;) {
        if (await page.evaluate<boolean>('location.protocol === "http:" && window.moving !== undefined'))
          break
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const moving = await page.evaluate<number>('window.moving')
      opened.push(moving / 1000)
      whole.push((url - began + moving) / 1000)
      await page.close()
      await lab.close()
    }
    return [
      { name: 'from the opening of the window', value: median(opened), unit: 's', target: { atMost: 3 } },
      { name: 'from the start of the host', value: median(whole), unit: 's' },
    ]
  },
}
