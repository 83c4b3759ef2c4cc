import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { webSocketChannel } from '#core/transport/web-socket-channel'
import { type LocalServer, startServer } from '#main/hosts/local/server'

const folder = mkdtempSync(join(tmpdir(), 'scorefield-local-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Answer {
  readonly open: boolean
  readonly status?: number | undefined
  readonly text?: string
}

/** Knocks at the server as a page would; the headers are what a browser sets by itself. */
function knock(port: number, token: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/?token=${encodeURIComponent(token)}`, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve({ open: true })
    })
    socket.on('unexpected-response', (_, response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ open: false, status: response.statusCode, text }))
    })
    socket.on('error', () => undefined)
  })
}

describe('the socket of the local host', () => {
  let server: LocalServer
  let token = ''
  let clients = 0
  beforeAll(async () => {
    server = await startServer(folder, 0, () => clients++)
    token = new URL(server.url).hash.slice('#token='.length)
  })
  afterAll(() => server.close())
  const own = (): Record<string, string> => ({ origin: `http://127.0.0.1:${server.port}` })

  it('lets its own page in with the token', async () => {
    expect(await knock(server.port, token, own())).toEqual({ open: true })
    expect(clients).toBe(1)
  })

  it.each<[string, () => [string, Record<string, string>], RegExp]>([
    ['without a token', () => ['', own()], /^token is missing or wrong/],
    ['with another token', () => [`${token.slice(0, -1)}~`, own()], /^token is missing or wrong/],
    ['with a longer token', () => [`${token}x`, own()], /^token is missing or wrong/],
    ['from another page', () => [token, { origin: 'http://evil.example' }], /^Origin is another page/],
    [
      'from another port of this computer',
      () => [token, { origin: 'http://127.0.0.1:1' }],
      /^Origin is another page/,
    ],
    ['from no page', () => [token, {}], /^Origin is another page/],
    [
      'under another name, as by rebinding',
      () => [token, { ...own(), host: `evil.example:${server.port}` }],
      /^Host is not this server/,
    ],
  ])('refuses a knock %s by one sentence', async (_, make, sentence) => {
    const before = clients
    const answer = await knock(server.port, ...make())
    expect(answer).toMatchObject({ open: false, status: 403 })
    expect(answer.text).toMatch(sentence)
    expect(clients).toBe(before)
  })

  it('prints an address of this computer alone', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/)
  })
})

describe('a connection that drops', () => {
  it('ends the channel once, and what is sent afterwards goes nowhere', async () => {
    const ends: string[] = []
    const server = await startServer(folder, 0, (channel) => channel.close())
    const token = new URL(server.url).hash.slice('#token='.length)
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/?token=${token}`, {
      headers: { origin: `http://127.0.0.1:${server.port}` },
    })
    const channel = webSocketChannel(socket)
    await new Promise<void>((resolve) =>
      channel.onClose((reason) => {
        ends.push(reason)
        resolve()
      }),
    )
    channel.send({ late: true })
    await server.close()
    expect(ends).toEqual(['the socket closed'])
  })
})

describe('the local host as a program', () => {
  const running: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop()
  })

  interface Ended {
    readonly code: number | null
    readonly error: string
  }
  /** Starts the built host; resolves with its address, or with how it ended. */
  function start(...args: string[]): Promise<string | Ended> {
    return new Promise((resolve) => {
      const host = spawn(process.execPath, ['out/main/local.js', ...args], { stdio: 'pipe' })
      let [said, error] = ['', '']
      const ended = new Promise<void>((done) =>
        host.once('exit', (code) => {
          resolve({ code, error })
          done()
        }),
      )
      host.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
      host.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const url = /http:\/\/\S+/.exec(said)?.[0]
        if (url === undefined) return
        running.push(async () => {
          host.kill('SIGTERM')
          await ended
        })
        resolve(url)
      })
    })
  }

  it('says that a port is in use, and ends with 2', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const ended = await start('--data', join(folder, 'port'), '--port', String(port))
    other.close()
    expect(ended).toEqual({
      code: 2,
      error: `--port is ${port}, which another program uses; a free port, or none to have one chosen, was expected.\n`,
    })
  })

  it('says where the lab is open already when it is started twice, and loses nothing', async () => {
    const data = join(folder, 'twice')
    const url = await start('--data', data)
    if (typeof url !== 'string') throw new Error(url.error)
    const second = await start('--data', data)
    expect(second).toEqual({
      code: 2,
      error: `The lab is open already at ${url}; that window, or another folder by --data, was expected.\n`,
    })
    // The first is still there.
    expect((await fetch(url)).status).toBe(200)
  })

  it('starts after a lab that crashed', async () => {
    const data = join(folder, 'crashed')
    expect(await start('--data', data)).toMatch(/^http/)
    await running.splice(0)[0]!()
    writeFileSync(join(data, 'open.lock'), JSON.stringify({ pid: 1, url: 'http://127.0.0.1:9/' }))
    expect(await start('--data', data)).toMatch(/^http/)
    expect(JSON.parse(readFileSync(join(data, 'open.lock'), 'utf8'))).not.toMatchObject({ pid: 1 })
  })
})
