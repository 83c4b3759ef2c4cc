import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'

/** Asks in a box of the system's; resolves to the number of the chosen answer. Closing the box is the last answer. */
export async function choose(
  window: BrowserWindow | null,
  message: string,
  buttons: readonly string[],
): Promise<number> {
  const options: MessageBoxOptions = {
    type: 'warning',
    title: 'Scorefield',
    message,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  }
  const { response } = await (window === null || window.isDestroyed()
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response
}

/** Asks for a document's file; null when none was chosen. */
export async function chooseDocument(
  window: BrowserWindow,
  folder: string,
  endings: readonly string[],
): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    defaultPath: folder,
    properties: ['openFile'],
    filters: [{ name: 'Scorefield document', extensions: [...endings] }],
  })
  return filePaths[0] ?? null
}

export function tell(sentence: string): void {
  dialog.showErrorBox('Scorefield', sentence)
}
