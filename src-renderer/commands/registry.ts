import type { CommandData } from '#core/protocol/commands'

/** Something a person can do, wherever it is started from. */
export interface Command extends CommandData {
  run(): void
}

export interface CommandRegistry {
  readonly all: readonly Command[]
  find(id: string): Command
  /** Runs what a key stands for; false when it stands for nothing or a text field has the focus. */
  onKey(event: KeyboardEvent): boolean
}

/** Throws for two commands with one id or one key: a clash is a mistake of ours, found by any test that starts. */
export function createRegistry(commands: readonly Command[]): CommandRegistry {
  const byId = new Map<string, Command>()
  const byKey = new Map<string, Command>()
  for (const command of commands) {
    if (byId.has(command.id)) throw new Error(`two commands are called ${command.id}`)
    byId.set(command.id, command)
    for (const key of command.keys) {
      const other = byKey.get(key)
      if (other !== undefined) throw new Error(`${key} stands for ${other.id} and ${command.id}`)
      byKey.set(key, command)
    }
  }
  return {
    all: commands,
    find(id) {
      const command = byId.get(id)
      if (command === undefined) throw new Error(`there is no command ${id}`)
      return command
    },
    onKey(event) {
      const command = byKey.get(keyOf(event))
      if (command === undefined) return false
      if (isTyping(event.target) && !event.ctrlKey && !event.metaKey) return false
      if (event.key === ' ' && isReached(event.target)) return false
      event.preventDefault()
      command.run()
      return true
    },
  }
}

export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  // Shift is part of a sign such as "?" already; it is named for letters and for keys with names.
  const shift = event.shiftKey && (/^[A-Z]$/.test(key) || key.length > 1)
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${event.altKey ? 'Alt+' : ''}${key === ' ' ? 'Space' : key}`
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  )
}

/** A button that the keyboard went to keeps its Space; one that was clicked leaves it to the window. */
function isReached(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement && target.matches(':focus-visible')
}
