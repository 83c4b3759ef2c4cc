import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LabDocument } from '#core/experiment/document'
import { createClient } from '#core/protocol/client'
import { protocolVersion } from '#core/protocol/contract'
import type { Channel } from '#core/transport/channel'
import { messagePortChannel } from '#core/transport/message-port-channel'
import { clearHosts, type Host, prepareHost, startHost, until } from './start-host'

beforeEach(() => {
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined)
})
afterEach(clearHosts)

/** What the page does when it connects: asks for a port and says hello over it. */
async function connect({ page }: Host) {
  const before = page.posted.length
  page.world['lab']!['connect']!()
  await until(() => page.posted.length > before)
  const port = page.posted.findLast(({ data }) => data === 'lab:port')!.ports[0]!
  const channel: Channel = messagePortChannel(port)
  let lost: string | null = null
  channel.onClose((reason) => (lost = reason))
  const client = createClient(channel)
  return {
    client,
    lost: () => lost !== null,
    hello: () => client.call('hello', { protocol: protocolVersion }),
  }
}

const titled = (document: LabDocument, title: string): LabDocument => ({ ...document, title })

describe('the engine’s process', () => {
  it('runs the built engine and speaks the contract over a port', async () => {
    const host = await startHost()
    const { client, hello } = await connect(host)
    const { host: kind, run } = await hello()
    expect(kind).toBe('electron')
    expect(run!.particles).toBeGreaterThan(0)
    const { score } = await client.call('probe', { revision: 0, step: 0, x: Float64Array.of(0.5, -0.25) })
    expect(score).toBeInstanceOf(Float64Array)
    expect([...score].every((v) => Number.isFinite(v) && v !== 0)).toBe(true)
    expect(host.stand.engines[0]!.options).toMatchObject({
      serviceName: 'scorefield-engine',
      cwd: host.folder,
    })
  })

  it('is started again after a crash; the page is told, and a port asked for meanwhile is answered', async () => {
    const host = await startHost()
    const first = await connect(host)
    await first.hello()
    host.stand.engines[0]!.child.kill('SIGKILL')
    await until(first.lost)
    expect(host.stand.engines).toHaveLength(1)
    // Between the two processes: the port waits for the next one.
    const second = await connect(host)
    expect((await second.hello()).host).toBe('electron')
    expect(host.stand.engines).toHaveLength(2)
    expect(second.lost()).toBe(false)
  })

  it('that ends again and again is given up with a question, and started anew on the answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      const { stand } = await prepareHost()
      stand.app.becomeReady()
      const turns = async (until: () => boolean): Promise<void> => {
        while (!until()) await new Promise((resolve) => setImmediate(resolve))
      }
      await turns(() => stand.engines.length === 1)
      stand.dialog.answers.push('Start it again')
      for (let ended = 1; ended <= 6; ended++) {
        const engine = stand.engines.at(-1)!
        engine.child.kill('SIGKILL')
        await turns(() => engine.child.signalCode !== null)
        await turns(() => vi.getTimerCount() > 0 || stand.dialog.asked.length > 0)
        await vi.advanceTimersByTimeAsync(10_000)
      }
      expect(stand.dialog.asked).toEqual(['The engine ended several times (code 128). The document is kept.'])
      await turns(() => stand.engines.length === 7)
    } finally {
      vi.useRealTimers()
    }
  })

  it('writes the document down when the program quits, and opens it at the next start', async () => {
    const first = await startHost()
    const { client, hello } = await connect(first)
    const { document } = await hello()
    await client.call('open', { document: titled(document, 'Kept at the last moment'), revision: 1 })
    first.stand.app.quit()
    // Not before the engine has ended.
    expect(first.stand.app.ended).toBeNull()
    await until(() => first.stand.app.ended !== null)
    expect(first.stand.app.ended).toBe(0)
    expect(first.stand.engines[0]!.child.exitCode).toBe(0)
    const kept = JSON.parse(
      readFileSync(path.join(first.folder, 'documents', 'open.json'), 'utf8'),
    ) as LabDocument
    expect(kept.title).toBe('Kept at the last moment')

    const second = await startHost({ folder: first.folder })
    const again = await (await connect(second)).hello()
    expect(again.document.title).toBe('Kept at the last moment')
  })

  it('starts with a preset when what was kept cannot be opened, and leaves the file', async () => {
    const first = await startHost()
    first.stand.app.quit()
    await until(() => first.stand.app.ended !== null)
    const file = path.join(first.folder, 'documents', 'open.json')
    writeFileSync(file, '{"version": 99}')
    const second = await startHost({ folder: first.folder })
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect((await (await connect(second)).hello()).document.experiment.subject.kind).toBe('generative')
    expect(said.mock.calls.map(([chunk]) => String(chunk)).join('')).toMatch(/^scorefield is 99; a version/)
    said.mockRestore()
    expect(readFileSync(file, 'utf8')).toBe('{"version": 99}')
  })

  it('has the document written before Windows ends the session', async () => {
    const host = await startHost()
    const { client, hello } = await connect(host)
    const { document } = await hello()
    await client.call('open', { document: titled(document, 'At the end of the day'), revision: 1 })
    const told = vi.spyOn(host.stand.engines[0]!, 'postMessage')
    host.window.emit('query-session-end', {})
    expect(told).toHaveBeenCalledWith({ type: 'flush' }, [])
    const file = path.join(host.folder, 'documents', 'open.json')
    await until(() => {
      try {
        return readFileSync(file, 'utf8').includes('At the end of the day')
      } catch {
        return false
      }
    })
  })
})

describe('the page', () => {
  it('is loaded again after a crash, with the document that was open', async () => {
    const host = await startHost()
    const { client, hello } = await connect(host)
    const { document } = await hello()
    await client.call('open', { document: titled(document, 'Survives'), revision: 5 })
    host.window.webContents.crash('crashed')
    expect(host.window.webContents.loads).toBe(2)
    const again = await (await connect(host)).hello()
    expect([again.document.title, again.revision]).toEqual(['Survives', 5])
    expect(host.stand.engines).toHaveLength(1)
  })

  it('that crashes four times in a minute is asked about, and an ordinary end is none', async () => {
    const { stand, window } = await startHost()
    window.webContents.crash('clean-exit')
    expect(window.webContents.loads).toBe(1)
    stand.dialog.answers.push('Load it again')
    for (let i = 0; i < 4; i++) window.webContents.crash('oom')
    expect(stand.dialog.asked).toEqual(['The window ended several times (oom). The document is kept.'])
    await until(() => window.webContents.loads === 5)
  })

  it('that does not answer is asked about once, and ended on request', async () => {
    const { stand, window } = await startHost()
    stand.dialog.answers.push('Load it again')
    window.emit('unresponsive')
    window.emit('unresponsive')
    expect(stand.dialog.asked).toHaveLength(1)
    await until(() => window.webContents.loads === 2)
  })

  it('gets a file that came while it was down', async () => {
    const host = await startHost()
    await (await connect(host)).hello()
    const file = path.join(host.folder, 'late.json')
    writeFileSync(file, '{}')
    host.stand.dialog.answers.push('Load it again')
    for (let i = 0; i < 4; i++) host.window.webContents.crash('crashed')
    const before = host.page.posted.length
    host.stand.app.emit('open-file', { preventDefault: () => undefined }, file)
    await until(() => host.window.webContents.loads === 5)
    await connect(host)
    await until(() => host.page.posted.slice(before).some(({ data }) => typeof data === 'object'))
  })
})
