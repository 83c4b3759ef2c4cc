import type { Session } from './session.svelte'

/** Reads a file as a document; whatever is wrong with it leaves what is open. */
export async function openFile(session: Session, file: File): Promise<void> {
  let json: unknown
  try {
    json = JSON.parse(await file.text())
  } catch {
    session.problem = {
      path: '',
      sentence: `${file.name} is not JSON; a Scorefield document was expected. Nothing was changed.`,
    }
    return
  }
  await session.openJson(json)
}

export function chooseFile(session: Session): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file !== undefined) void openFile(session, file)
  })
  input.click()
}

/** Hands the document to the browser or the shell to be saved where the person likes. */
export function downloadDocument(session: Session): void {
  const open = session.document
  if (open === null) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(open, null, 2) + '\n'], { type: 'application/json' }),
  )
  link.download = `${open.title.replace(/[^\p{L}\p{N} .-]/gu, '').trim() || 'Untitled'}.scorefield.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
