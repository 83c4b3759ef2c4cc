import { readPoints } from '#core/numeric/read-points'
import { rescaleFarPoints } from '#core/numeric/rescale-points'
import { Invalid } from '#core/params/invalid'
import type { Session } from './session.svelte'

/** Kinds of files that hold points; a .json is taken for a document unless it is asked for as points. */
const POINT_FILES = /\.(csv|tsv|txt|npy)$/i

/** Makes the points of a file the data of the experiment; whatever is wrong with it leaves what is open. */
export async function openPoints(session: Session, file: File): Promise<void> {
  try {
    const points = readPoints(file.name, new Uint8Array(await file.arrayBuffer()))
    const most = session.catalog?.data.find((entry) => entry.kind === 'points')?.params['points']
    if (most?.kind === 'rows' && points.length > most.maxRows)
      throw new Invalid(file.name, `holds ${points.length} points; at most ${most.maxRows} were expected`)
    const dimension = points[0]?.length ?? 0
    const rescaled =
      dimension === 1 || dimension === 2 || dimension === 3
        ? rescaleFarPoints(Float64Array.from(points.flat()), dimension)
        : null
    session.notice = rescaled?.sentence ?? null
    session.edit('experiment.subject.data', {
      kind: 'points',
      points: rescaled === null ? points : rowsOf(rescaled.points, dimension),
    })
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const message = error.path === '' ? `${file.name} ${error.problem}.` : error.message
    session.problem = { path: '', sentence: `${message} Nothing was changed.` }
  }
}

/** Six digits are more than a picture or a blur can show. */
function rowsOf(points: Float64Array, dimension: number): number[][] {
  return Array.from({ length: points.length / dimension }, (_, i) =>
    Array.from(points.subarray(i * dimension, (i + 1) * dimension), (x) => Number(x.toPrecision(6))),
  )
}

/** Reads a file as a document, or as points;  whatever is wrong with it leaves what is open. */
export async function openFile(session: Session, file: File): Promise<void> {
  if (POINT_FILES.test(file.name)) return openPoints(session, file)
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
  choose('.json,application/json', (file) => void openFile(session, file))
}

export function choosePoints(session: Session): void {
  choose('.csv,.tsv,.txt,.json,.npy', (file) => void openPoints(session, file))
}

function choose(accept: string, use: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file !== undefined) use(file)
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
