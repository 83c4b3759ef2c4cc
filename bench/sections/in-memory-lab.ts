import { pathToFileURL } from 'node:url'
import { presets } from '#core/experiment/presets'
import { createClient } from '#core/protocol/client'
import type { Client } from '#core/protocol/client'
import type { Frame, FrameRequest, GridState, RunInfo } from '#core/protocol/contract'
import { memoryChannel } from '#core/transport/memory-channel'
import { createEngine } from '#main/engine/engine'

/** An engine with a client in this process, over the contract that the window uses too. */
export interface MemoryLab {
  readonly client: Client
  /** Opens a document and waits until its film is complete. */
  film(document: unknown): Promise<RunInfo>
  /** Waits for the whole ensemble at a step. */
  frameAt(step: number): Promise<Frame>
  /** Waits for the density on its grid at a step, and measures it. */
  gridAt(step: number): Promise<GridState>
  close(): Promise<void>
}

/** The preset of the ring under the reverse SDE with other numbers of particles and components. */
export function ringDocument(particles: number, components = 8, speed = 1): unknown {
  const { document } = presets[0]! as { document: Record<string, unknown> }
  const { experiment } = document as { experiment: { subject: Record<string, unknown> } }
  const data = { kind: 'ring', count: components, radius: 2, deviation: 0.15 }
  const subject = { ...experiment.subject, particles, data }
  return { ...document, experiment: { ...experiment, subject }, timeline: { speed } }
}

export function openMemoryLab(workers: number, filmBudget?: number): MemoryLab {
  const workerEntry = new URL('out/main/worker.js', pathToFileURL(`${process.cwd()}/`))
  const engine = createEngine({
    workerEntry,
    host: 'memory',
    workers,
    ...(filmBudget === undefined ? {} : { filmBudget }),
  })
  const [near, far] = memoryChannel()
  engine.serve(far)
  const client = createClient(near)
  let revision = 0
  let particles = 0
  let onState: (kind: string, revision: number) => void = () => undefined
  let onFrame: (frame: Frame) => void = () => undefined
  client.stream('status', {}, (state, done) => {
    if ('revision' in state) onState(state.kind, state.revision)
    done()
  })
  const request = (step: number, statistics = false): FrameRequest => ({
    revision,
    step,
    wants: { particles: true, density: null, score: null, learned: null, mesh: false, statistics },
  })
  const frames = client.stream('frames', request(0), (frame, done) => {
    onFrame(frame)
    done()
  })
  return {
    client,
    async film(document) {
      revision += 1
      const finished = new Promise<void>((resolve) => {
        onState = (kind, of) => {
          if (kind === 'done' && of === revision) resolve()
        }
      })
      const { run } = await client.call('open', { document, revision })
      particles = run.particles
      await finished
      return run
    },
    frameAt(step) {
      return new Promise((resolve) => {
        onFrame = (frame) => {
          if (frame.revision === revision && frame.step === step && frame.shown === particles) resolve(frame)
        }
        frames.update(request(step))
      })
    },
    gridAt(step) {
      return new Promise((resolve) => {
        onFrame = (frame) => {
          if (frame.revision === revision && frame.step === step && frame.grid !== null) resolve(frame.grid)
        }
        frames.update(request(step, true))
      })
    },
    async close() {
      client.close()
      await engine.dispose()
    },
  }
}
