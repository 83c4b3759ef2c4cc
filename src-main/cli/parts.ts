import { parentPort, Worker, workerData } from 'node:worker_threads'
import { Invalid } from '#core/params/invalid'
import { NotFinite } from '#main/engine/not-finite'
import { computePart, type PartJob, type PartResult } from './part'

/** How a share ended; errors that a person caused cross the thread as data. */
type PartReport =
  | { readonly kind: 'done'; readonly result: PartResult }
  | { readonly kind: 'invalid'; readonly path: string; readonly problem: string }
  | { readonly kind: 'not-finite'; readonly step: number; readonly t: number; readonly sampler: string }

/**
 * Computes all shares, each in its own thread of `entry` where there are several. When particles leave the finite
 * numbers the earliest step of all shares is reported, so that the sentence does not depend on the split either.
 */
export async function computeParts(
  jobs: readonly PartJob[],
  entry: string | undefined,
): Promise<PartResult[]> {
  const reports =
    jobs.length === 1 || entry === undefined
      ? jobs.map(reportPart)
      : await Promise.all(jobs.map((job) => inThread(job, entry)))
  const failures = reports.filter((report) => report.kind === 'not-finite')
  const first = failures.sort((a, b) => a.step - b.step)[0]
  if (first !== undefined) throw new NotFinite(first.step, first.t, first.sampler)
  return reports.map((report) => {
    if (report.kind === 'done') return report.result
    throw report.kind === 'invalid'
      ? new Invalid(report.path, report.problem)
      : new NotFinite(report.step, report.t, report.sampler)
  })
}

/** The thread's side. */
export function servePart(): void {
  parentPort?.postMessage(reportPart(workerData as PartJob))
}

function reportPart(job: PartJob): PartReport {
  try {
    return { kind: 'done', result: computePart(job) }
  } catch (error) {
    if (error instanceof Invalid) return { kind: 'invalid', path: error.path, problem: error.problem }
    if (error instanceof NotFinite)
      return { kind: 'not-finite', step: error.step, t: error.t, sampler: error.sampler }
    throw error
  }
}

function inThread(job: PartJob, entry: string): Promise<PartReport> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(entry, { workerData: job })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`A thread ended early with code ${code}.`)))
  })
}
