import { getEnvironmentData, isMainThread, setEnvironmentData, type Worker } from 'node:worker_threads'

/**
 * Native code that is inside a call when its thread is ended takes the whole process with it: on its way back it finds
 * no JavaScript to return to, and aborts. So calls go through a gate that all threads share, and whoever ends a thread
 * shuts the gate and waits until nobody is inside. A call lasts a millisecond or less.
 */
const KEY = 'scorefield.native-gate'
/** Places in the shared integers: calls under way, and how many hold the gate shut */
const INSIDE = 0
const SHUT = 1
/** A thread that died inside never leaves; then its death is the worse trouble. Milliseconds */
const PATIENCE = 250

const gate = sharedGate()

/** Made by the first thread that has this module, handed to all that it starts. */
function sharedGate(): Int32Array {
  const given = getEnvironmentData(KEY)
  if (given instanceof SharedArrayBuffer) return new Int32Array(given)
  const made = new SharedArrayBuffer(8)
  setEnvironmentData(KEY, made)
  return new Int32Array(made)
}

/** Makes a native call that no end of this thread falls into. */
export function insideGate<T>(call: () => T): T {
  for (;;) {
    Atomics.add(gate, INSIDE, 1)
    const shut = Atomics.load(gate, SHUT)
    if (shut === 0) break
    leave()
    Atomics.wait(gate, SHUT, shut)
  }
  try {
    return call()
  } finally {
    leave()
  }
}

function leave(): void {
  Atomics.sub(gate, INSIDE, 1)
  Atomics.notify(gate, INSIDE)
}

/** Ends a thread, at once but for a native call that is under way in any. */
export async function endThread(thread: Worker): Promise<void> {
  Atomics.add(gate, SHUT, 1)
  try {
    const until = performance.now() + PATIENCE
    while (Atomics.load(gate, INSIDE) > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 1))
    await thread.terminate()
  } finally {
    Atomics.sub(gate, SHUT, 1)
    Atomics.notify(gate, SHUT)
  }
}

// The end of the process ends all threads, wherever they are.
if (isMainThread)
  process.once('exit', () => {
    Atomics.add(gate, SHUT, 1)
    for (const until = performance.now() + PATIENCE; performance.now() < until;) {
      const inside = Atomics.load(gate, INSIDE)
      if (inside <= 0) return
      Atomics.wait(gate, INSIDE, inside, PATIENCE)
    }
  })
