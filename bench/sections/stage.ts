import { type Line, type Section } from '../section'
import { openBrowser } from '../window/devtools'
import { openLocalLab } from '../window/local-lab'
import { filmed, picturesOver } from '../window/page-scripts'
import { ringDocument } from './in-memory-lab'

const cases = [
  { particles: 10_000, target: undefined },
  { particles: 20_000, target: { atLeast: 30 } },
  { particles: 100_000, target: undefined },
  { particles: 1_000_000, target: undefined },
] as const

export const stage: Section = {
  name: 'stage',
  title: 'Moving pictures on the stage',
  method:
    'Pictures a second whose positions differ from the one before, over 10 s of playing with all default layers, 1280×800, Chromium drawing in software.',
  async run() {
    const lines: Line[] = []
    for (const { particles, target } of cases)
      // At speed 1 the film itself has few pictures a second; at 4 it is never what is waited for.
      for (const speed of particles === 20_000 ? [1, 4] : [4]) {
        const lab = await openLocalLab(ringDocument(particles, 8, speed))
        const page = await openBrowser()
        await page.goto(lab.url)
        await page.evaluate(filmed)
        const { moved, pictures } = await page.evaluate<{ moved: number; pictures: number }>(picturesOver(10))
        lines.push({
          name: `${particles} particles, speed ${speed}`,
          value: moved,
          unit: 'a second',
          note: `${pictures.toFixed(0)} pictures a second in all`,
          ...(target === undefined ? {} : { target }),
        })
        await page.close()
        await lab.close()
      }
    return lines
  },
}
