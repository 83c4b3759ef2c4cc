import { median, type Section } from '../section'
import { openBrowser } from '../window/devtools'
import { openLocalLab } from '../window/local-lab'
import { memoryOf } from '../window/memory'
import { filmed } from '../window/page-scripts'
import { ringDocument } from './in-memory-lab'

const SEEKS = 12

/** Goes to a place of the timeline and waits for all particles there. */
const seekTo = (at: number): string => `
  new Promise((resolve) => {
    const { session, clock, frames } = window.scorefield
    const began = performance.now()
    clock.playing = false
    clock.at = ${at}
    const look = () => {
      const { frame } = frames
      if (frame !== null && frame.step === clock.step && frame.shown === session.run.particles)
        resolve(performance.now() - began)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`

export const million: Section = {
  name: 'million',
  title: 'A million points',
  method: `Drawn, and sought at ${SEEKS} places that jump about; memory is the largest sum over the host and all processes of the browser, shared pages counted once.`,
  async run() {
    const lab = await openLocalLab(ringDocument(1_000_000))
    const page = await openBrowser()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, memoryOf([lab.pid, page.pid]))), 200)
    await page.goto(lab.url)
    const whole = await page.evaluate<number>(filmed)
    const seeks: number[] = []
    for (let i = 0; i < SEEKS; i++) seeks.push(await page.evaluate<number>(seekTo(((i * 7 + 3) % 12) / 12)))
    clearInterval(watch)
    await page.close()
    await lab.close()
    return [
      { name: 'largest memory', value: most, unit: 'MB', target: { atMost: 1536 } },
      { name: 'from asking to the picture', value: median(seeks), unit: 'ms' },
      { name: 'whole film after opening', value: whole / 1000, unit: 's' },
    ]
  },
}
