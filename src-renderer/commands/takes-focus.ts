/** Open dialogs, the newest last, each with what had the keyboard before it. */
const open: { readonly node: HTMLElement; before: Element | null }[] = []
/** What is about to have the keyboard again */
let returning: Element | null = null

/**
 * A dialog takes the keyboard while it is there and gives it back to where it was, also where one dialog opens another
 * in its place. The first element with `data-first-focus` has it, else the dialog itself.
 */
export function takesFocus(node: HTMLElement): () => void {
  const { activeElement } = document
  const entry = { node, before: activeElement === document.body ? returning : activeElement }
  open.push(entry)
  returning = null
  const first = node.querySelector('[data-first-focus]')
  if (first instanceof HTMLElement) first.focus()
  else node.focus()
  return () => {
    open.splice(open.indexOf(entry), 1)
    for (const other of open) if (node.contains(other.before)) other.before = entry.before
    returning = entry.before
    // The window may be inert until all of this change is drawn.
    queueMicrotask(() => {
      const back = returning
      returning = null
      if (back instanceof HTMLElement && !holdsFocus()) back.focus()
    })
  }
}

/** Whether something that is still there has the keyboard. */
function holdsFocus(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body
}

/** Keeps Tab inside a dialog whose window stays alive around it. */
export function keepTab(event: KeyboardEvent, node: HTMLElement): void {
  if (event.key !== 'Tab') return
  const stops = Array.from(
    node.querySelectorAll<HTMLElement>(
      'button:not(:disabled), input:not(:disabled), select:not(:disabled), [href], [tabindex="0"]',
    ),
  ).filter((element) => element.offsetParent !== null)
  const last = event.shiftKey ? stops[0] : stops.at(-1)
  const next = event.shiftKey ? stops.at(-1) : stops[0]
  const at = document.activeElement
  if (next === undefined || (at !== last && at !== node)) return
  if (at === node && !event.shiftKey) return
  event.preventDefault()
  next.focus()
}
