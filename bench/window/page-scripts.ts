/** What is asked of the page, as source; `scorefield` is what the window shows of itself to tests. */

/** Waits until a condition of the lab holds after some picture; the time of that picture. */
export const whenDrawn = (condition: string): string => `
  new Promise((resolve) => {
    const look = (now) => {
      const lab = window.scorefield
      const frame = lab?.frames.frame ?? null
      if (lab !== undefined && frame !== null && (${condition})) resolve(performance.now())
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`

/** The whole film is there. */
export const filmed = whenDrawn(
  `lab.session.runState.kind === 'done' && frame.shown === lab.session.run.particles`,
)

/** How often a picture had other positions than the one before, over some seconds of playing. */
export const picturesOver = (seconds: number): string => `
  new Promise((resolve) => {
    const { clock, frames } = window.scorefield
    clock.playing = true
    let shown = frames.frame?.particles
    let count = 0
    let pictures = 0
    const began = performance.now()
    const look = () => {
      pictures++
      const now = frames.frame?.particles
      if (now !== shown) count++
      shown = now
      const passed = (performance.now() - began) / 1000
      if (passed < ${seconds}) requestAnimationFrame(look)
      else resolve({ moved: count / passed, pictures: pictures / passed })
    }
    requestAnimationFrame(look)
  })`
