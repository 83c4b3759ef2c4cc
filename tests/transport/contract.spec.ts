import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { Invalid } from '#core/params/invalid'
import { createClient } from '#core/protocol/client'
import { serve, type Handlers, type Sources } from '#core/protocol/server'
import type { Channel } from '#core/transport/channel'
import { memoryChannel } from '#core/transport/memory-channel'
import { messagePortChannel } from '#core/transport/message-port-channel'
import { webSocketChannel } from '#core/transport/web-socket-channel'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function ports(): Promise<[Channel, Channel]> {
  const { port1, port2 } = new MessageChannel()
  closers.push(() => port1.close())
  return Promise.resolve([messagePortChannel(port1), messagePortChannel(port2)])
}

function sockets(): Promise<[Channel, Channel]> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const wss = new WebSocketServer({ server })
      wss.on('connection', (end) => resolve([webSocketChannel(page), webSocketChannel(end)]))
      const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
      closers.push(() => {
        page.terminate()
        wss.close()
        server.close()
      })
    })
  })
}

describe.each([
  ['memory', () => Promise.resolve(memoryChannel())],
  ['MessagePort', ports],
  ['WebSocket', sockets],
] as const)('the contract over %s', (_, connect) => {
  async function pair(probe: Handlers['probe']) {
    const [page, engine] = await connect()
    const refuse = (): never => {
      throw new Invalid('experiment.subject', 'is "x"; "y" was expected')
    }
    let change = (): void => undefined
    let made = 0
    const nothing = () => ({ onChange: () => () => undefined, produce: () => null })
    const sources: Sources = {
      frames: nothing,
      distance: () => ({ onChange: () => () => undefined, produce: () => null }),
      convergence: nothing,
      training: nothing,
      status: () => ({
        onChange(listener) {
          change = listener
          return () => undefined
        },
        produce: () => ({ kind: 'done', revision: ++made }),
      }),
    }
    const handlers: Handlers = {
      hello: refuse,
      open: refuse,
      paths: refuse,
      ridgeline: refuse,
      inversion: refuse,
      bound: refuse,
      pathWeights: refuse,
      wrongScore: refuse,
      entropy: refuse,
      weakForm: refuse,
      backward: refuse,
      backwardPaths: refuse,
      itoBench: refuse,
      atRest: refuse,
      firstPassage: refuse,
      likelihood: refuse,
      train: refuse,
      importNetwork: refuse,
      exportNetwork: refuse,
      keepNetwork: refuse,
      learnedReport: refuse,
      errorMap: refuse,
      learnedSamples: refuse,
      errorBudget: refuse,
      timesteps: refuse,
      compute: refuse,
      fetchNative: refuse,
      save: refuse,
      probe,
    }
    serve(engine, handlers, sources)
    return { client: createClient(page), engine, change: () => change(), made: () => made }
  }
  const x = (value: number) => ({ revision: 0, step: 0, x: Float64Array.of(value) })

  it('matches replies that come out of order, and carries arrays as copies', async () => {
    const { client } = await pair(async (input) => {
      await new Promise((resolve) => setTimeout(resolve, 60 - 20 * input.x[0]!))
      return { logDensity: input.x.map((v) => 10 * v), score: input.x }
    })
    const order: number[] = []
    const answers = await Promise.all(
      [0, 1, 2].map(async (v) => {
        const { logDensity } = await client.call('probe', x(v))
        order.push(v)
        return logDensity
      }),
    )
    expect(order).toEqual([2, 1, 0])
    expect(answers).toEqual([Float64Array.of(0), Float64Array.of(10), Float64Array.of(20)])
  })

  it('cancels: the caller is rejected and the engine is told', async () => {
    let told = false
    const { client } = await pair(async (input, signal) => {
      signal.addEventListener('abort', () => (told = true))
      await new Promise((resolve) => setTimeout(resolve, 80))
      return { logDensity: input.x, score: input.x }
    })
    const abort = new AbortController()
    const call = client.call('probe', x(1), abort.signal)
    setTimeout(() => abort.abort(new Error('enough')), 20)
    await expect(call).rejects.toThrow('enough')
    await expect(client.call('probe', x(1), abort.signal)).rejects.toThrow('enough')
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(told).toBe(true)
  })

  it('carries errors as what they are', async () => {
    const { client } = await pair((input) => ({ logDensity: input.x, score: input.x }))
    const error = await client.call('open', { document: {}, revision: 1 }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Invalid)
    expect(error).toMatchObject({
      path: 'experiment.subject',
      message: 'experiment.subject is "x"; "y" was expected.',
    })
  })

  it('sends a slow consumer only what it has credit for, and the newest', async () => {
    const { client, change, made } = await pair((input) => ({ logDensity: input.x, score: input.x }))
    const seen: number[] = []
    let done = (): void => undefined
    client.stream(
      'status',
      {},
      (state, drawn) => {
        if ('revision' in state) seen.push(state.revision)
        done = drawn
      },
      1,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(seen).toEqual([1])
    for (let i = 0; i < 50; i++) change()
    await new Promise((resolve) => setTimeout(resolve, 50))
    // Without credit nothing is made, however often something changes.
    expect([seen.length, made()]).toEqual([1, 1])
    done()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(seen).toEqual([1, 2])
  })

  it('rejects what was under way when the connection ends', async () => {
    const { client, engine } = await pair(async (input) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return { logDensity: input.x, score: input.x }
    })
    const call = client.call('probe', x(1))
    setTimeout(() => engine.close(), 20)
    await expect(call).rejects.toThrow(/connection to the engine ended/)
    await expect(client.call('probe', x(1))).rejects.toThrow(/connection to the engine ended/)
  })
})
