import type { BrowserWindow } from 'electron'
import { choose } from '../window/questions'
import { limit } from './limit'

/** Loads a page that crashed again, at most three times a minute; the document lives with the engine and is kept. */
export function recoverPage(window: BrowserWindow, quit: () => void): void {
  const contents = window.webContents
  let mayReload = limit(3, 60_000)
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    console.error(`The page ended: ${reason}`)
    if (mayReload()) {
      contents.reload()
      return
    }
    void choose(window, `The window ended several times (${reason}). The document is kept.`, [
      'Load it again',
      'Quit',
    ]).then((answer) => {
      if (answer === 1) return quit()
      mayReload = limit(3, 60_000)
      contents.reload()
    })
  })
  let asking = false
  window.on('unresponsive', () => {
    if (asking) return
    asking = true
    void choose(window, 'The window does not answer. The document is kept.', ['Load it again', 'Wait']).then(
      (answer) => {
        asking = false
        // A page that hangs does not reload by itself; its process is ended, which loads it again.
        if (answer === 0) contents.forcefullyCrashRenderer()
      },
    )
  })
}
