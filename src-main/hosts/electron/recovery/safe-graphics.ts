import { app } from 'electron'
import { readJson, writeJson } from '../../shared/json-file'
import { readGraphics, safeSwitches, shouldOfferSafe, withChoice, withCrash } from './graphics'

export interface SafeGraphics {
  readonly on: boolean
  /** Keeps the choice for the next start. */
  keep(safe: boolean): void
}

/**
 * Counts crashes of the graphics process in a file, because the last of them may take the program along, and calls
 * `offer` when there were too many, in this start or the one before. Call before the program is ready.
 */
export function safeGraphics(file: string, offer: () => void): SafeGraphics {
  let state = readGraphics(readJson(file))
  const on = state.safe
  const write = (next: typeof state): void => {
    state = next
    try {
      writeJson(file, state)
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error))
    }
  }
  // Else WebGL would stay forbidden to the page after a crash that it has recovered from.
  app.disableDomainBlockingFor3DAPIs()
  if (on) for (const [name, value] of safeSwitches) app.commandLine.appendSwitch(name, value)
  let offered = false
  const offerOnce = (): void => {
    if (offered || !shouldOfferSafe(state, Date.now())) return
    offered = true
    offer()
  }
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return
    console.error(`The graphics process ended: ${reason}`)
    write(withCrash(state, Date.now()))
    offerOnce()
  })
  void app.whenReady().then(offerOnce)
  return { on, keep: (safe) => write(withChoice(safe)) }
}
