/**
 * Runs one task at a time; of those that wait only the newest is run, and the others fail. Keeps work about runs that
 * were replaced meanwhile from standing in the way of the run that is open.
 */
export function latestOnly(): <T>(task: () => Promise<T>) => Promise<T> {
  let busy = false
  let waiting: { start(): void; drop(): void } | null = null
  const next = (): void => {
    busy = false
    const task = waiting
    waiting = null
    task?.start()
  }
  return (task) =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        busy = true
        task().then(resolve, reject).finally(next)
      }
      if (!busy) return start()
      waiting?.drop()
      waiting = { start, drop: () => reject(new Error('A newer run was asked about meanwhile.')) }
    })
}
