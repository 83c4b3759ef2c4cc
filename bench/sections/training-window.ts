import { presets } from '#core/experiment/presets'
import type { Section } from '../section'
import { openBrowser } from '../window/devtools'
import { openLocalLab } from '../window/local-lab'
import { filmed } from '../window/page-scripts'

const SECONDS = 15

/** The preset of the double moon with a training that does not end while it is measured. */
function learnedDocument(): unknown {
  const preset = presets.find(({ name }) => name === 'learned-double-moon')
  const { document } = preset as { document: { experiment: { witnesses: { kind: string }[] } } }
  const { experiment } = document
  const witnesses = experiment.witnesses.map((witness) =>
    witness.kind === 'training-run' ? { ...witness, steps: 60_000 } : witness,
  )
  return { ...document, experiment: { ...experiment, witnesses } }
}

/** Steps taken and pictures drawn while the film plays, from the page's own view of both. */
const counted = `
  new Promise((resolve) => {
    const { training } = window.scorefield
    const first = training.own.step
    const began = performance.now()
    let pictures = 0
    const look = () => {
      pictures++
      const passed = (performance.now() - began) / 1000
      if (passed < ${SECONDS}) requestAnimationFrame(look)
      else resolve({ steps: (training.own.step - first) / passed, pictures: pictures / passed })
    }
    requestAnimationFrame(look)
  })`

/** Starts as the button does, and waits until the first hundred steps are there. */
const begun = `
  new Promise((resolve) => {
    const { training, clock } = window.scorefield
    clock.playing = true
    training.act({ kind: 'start' })
    const look = () => ((training.own?.step ?? 0) >= 100 ? resolve(null) : requestAnimationFrame(look))
    requestAnimationFrame(look)
  })`

export const trainingWindow: Section = {
  name: 'training-window',
  title: 'Training with the window open and drawing',
  method: `The preset of the double moon, 18-128-128-128-2 with SiLU, batches of 512, trained while its 4000 particles play and are run again under its newest weights; over ${SECONDS} s, 1280×800, Chromium drawing in software.`,
  async run() {
    const lab = await openLocalLab(learnedDocument())
    const page = await openBrowser()
    await page.goto(lab.url)
    await page.evaluate(filmed)
    await page.evaluate(begun)
    const { steps, pictures } = await page.evaluate<{ steps: number; pictures: number }>(counted)
    await page.close()
    await lab.close()
    return [
      {
        name: 'training steps',
        value: steps,
        unit: 'steps/s',
        note: `${pictures.toFixed(0)} pictures a second`,
        target: { atLeast: 100 },
      },
    ]
  },
}
