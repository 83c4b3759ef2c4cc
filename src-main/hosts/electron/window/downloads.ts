import type { Session } from 'electron'
import path from 'node:path'
import { isDocumentFile } from '../open-files'
import { isOwn } from '../origin'

export interface DownloadOptions {
  readonly development: string | null
  /** Where the dialog starts the first time */
  readonly folder: string
  /** Called with a document that was saved, for the system's list of recent ones. */
  onSaved(file: string): void
}

/** Saving is a download of something that the page made itself; the person says where it goes. */
export function allowDownloads(session: Session, options: DownloadOptions): void {
  let last = options.folder
  session.on('will-download', (event, item) => {
    const url = item.getURL()
    if (!url.startsWith('blob:') || !isOwn(url.slice('blob:'.length), options.development)) {
      event.preventDefault()
      return
    }
    const name = path.basename(item.getFilename())
    item.setSaveDialogOptions({
      defaultPath: path.join(last, name),
      filters: [{ name: 'Scorefield', extensions: [path.extname(name).slice(1) || 'json'] }],
    })
    item.once('done', (_done, state) => {
      if (state !== 'completed') return
      last = path.dirname(item.getSavePath())
      if (isDocumentFile(item.getSavePath())) options.onSaved(item.getSavePath())
    })
  })
}
