import { median, type Section } from '../section'
import { openBrowser } from '../window/devtools'
import { openLocalLab } from '../window/local-lab'
import { filmed } from '../window/page-scripts'
import { ringDocument } from './in-memory-lab'

const MOVES = 25

/** Moves the slider once and waits for the picture that shows 2000 of the particles, then all of them. */
const move = (value: number): string => `
  new Promise((resolve) => {
    const { session, clock, frames } = window.scorefield
    const before = session.run.revision
    const began = performance.now()
    session.edit('experiment.subject.process.betaMax', ${value}, 'bench')
    let first = null
    const look = () => {
      const { frame } = frames
      if (frame !== null && frame.revision > before && frame.step === clock.step) {
        if (first === null && frame.shown >= 2000) first = performance.now() - began
        if (frame.shown === session.run.particles) {
          resolve({ first, all: performance.now() - began })
          return
        }
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`

/** Moves it with every picture for two seconds; milliseconds between pictures of different schedules. */
const drag = `
  new Promise((resolve) => {
    const { session, frames } = window.scorefield
    const gaps = []
    let revision = -1
    let last = performance.now()
    const began = last
    const look = () => {
      const now = performance.now()
      session.edit('experiment.subject.process.betaMax', 12 + 8 * ((now - began) / 2000), 'drag')
      const { frame } = frames
      if (frame !== null && frame.revision !== revision) {
        if (revision !== -1) gaps.push(now - last)
        revision = frame.revision
        last = now
      }
      if (now - began < 2000) requestAnimationFrame(look)
      else resolve(gaps)
    }
    requestAnimationFrame(look)
  })`

export const slider: Section = {
  name: 'slider',
  title: 'Moving a slider of the noise schedule',
  method: `From the change to the picture that shows it, at the playhead at the data end, 20 000 particles and 200 steps, the real sampler under the same seeds; ${MOVES} moves. A drag changes the schedule with every picture.`,
  async run() {
    const lab = await openLocalLab(ringDocument(20_000))
    const page = await openBrowser()
    await page.goto(lab.url)
    await page.evaluate(filmed)
    await page.evaluate(
      `(() => { const { clock } = window.scorefield; clock.playing = false; clock.at = 1 })()`,
    )
    const first: number[] = []
    const all: number[] = []
    for (let i = 0; i < MOVES; i++) {
      const found = await page.evaluate<{ first: number; all: number }>(move(10 + 0.37 * i))
      first.push(found.first)
      all.push(found.all)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    const gaps = await page.evaluate<number[]>(drag)
    await page.close()
    await lab.close()
    return [
      { name: 'at least 2000 particles', value: median(first), unit: 'ms', target: { atMost: 100 } },
      { name: 'all 20 000', value: median(all), unit: 'ms', target: { atMost: 500 } },
      { name: 'between new schedules during a drag', value: median(gaps), unit: 'ms' },
    ]
  },
}
