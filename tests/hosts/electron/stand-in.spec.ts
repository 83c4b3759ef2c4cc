import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { standIn } from './stand-in/electron'
import { StandInChannel, type StandInPort } from './stand-in/ports/message-port'
import { buildMenu } from './stand-in/window/menu'

const folder = mkdtempSync(path.join(tmpdir(), 'scorefield-stand-in-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const electron = () =>
  standIn({
    userData: folder,
    documents: folder,
    utilitySide: '',
    page: () => ({ load: () => undefined, receive: () => undefined }),
  })

const turns = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await turn()
}

describe('a port that stands for Electron’s', () => {
  const heard = (port: StandInPort): unknown[] => {
    const messages: unknown[] = []
    port.on('message', ({ data }: { data: unknown }) => messages.push(data))
    return messages
  }

  it('throws on an ArrayBuffer in a transfer list, and keeps the buffer', () => {
    const { port1 } = new StandInChannel()
    const values = Float32Array.of(1, 2)
    expect(() => port1.postMessage(values, [values.buffer])).toThrow('Port at index 0 is not a valid port')
    expect(values).toHaveLength(2)
  })

  it('sends nothing on before start(), and everything after it, in order', async () => {
    const { port1, port2 } = new StandInChannel()
    const messages = heard(port2)
    port1.postMessage(1)
    port1.postMessage(2)
    await turns()
    expect(messages).toEqual([])
    port2.start()
    await turns()
    port1.postMessage(3)
    await turns()
    expect(messages).toEqual([1, 2, 3])
  })

  it('copies at once, a view with its whole buffer', async () => {
    const { port1, port2 } = new StandInChannel()
    const messages = heard(port2)
    port2.start()
    const values = Float32Array.of(1, 2, 3, 4)
    port1.postMessage(values.subarray(1, 3))
    values.fill(9)
    await turns()
    const [copy] = messages as [Float32Array]
    expect([...copy]).toEqual([2, 3])
    expect(copy.buffer.byteLength).toBe(16)
  })

  it('refuses what two processes cannot share', () => {
    const { port1 } = new StandInChannel()
    const shared = new Float32Array(new SharedArrayBuffer(8))
    expect(() => port1.postMessage({ deep: [shared] })).toThrow('could not be cloned')
    expect(() => port1.postMessage(() => 1)).toThrow('could not be cloned')
  })

  it('tells the other end when it closes, after what was sent before', async () => {
    const { port1, port2 } = new StandInChannel()
    const order: unknown[] = []
    port2.on('message', ({ data }: { data: unknown }) => order.push(data))
    port2.on('close', () => order.push('close'))
    port2.start()
    port1.postMessage('last')
    port1.close()
    port1.postMessage('too late')
    await turns()
    expect(order).toEqual(['last', 'close'])
  })

  it('is carried over another port with what waits in it, and is not held any more', async () => {
    const road = new StandInChannel()
    const cargo = new StandInChannel()
    cargo.port1.postMessage('waiting')
    road.port1.postMessage(null, [cargo.port2])
    expect(() => cargo.port2.postMessage(1)).toThrow('transferred')
    expect(() => road.port1.postMessage(null, [cargo.port1, cargo.port1])).toThrow('duplicate')
    expect(() => road.port1.postMessage(null, [road.port1])).toThrow('source port')
    const messages: unknown[] = []
    road.port2.on('message', ({ ports }: { ports: StandInPort[] }) => {
      ports[0]!.on('message', ({ data }: { data: unknown }) => messages.push(data))
      ports[0]!.start()
    })
    road.port2.start()
    await turns()
    expect(messages).toEqual(['waiting'])
  })
})

describe('a program that stands for Electron’s', () => {
  it('refuses before it is ready what Electron refuses', () => {
    const { module } = electron()
    expect(() => new module.BrowserWindow()).toThrow('before app is ready')
    expect(() => module.utilityProcess.fork('/x.js')).toThrow('before app is ready')
    expect(() => module.protocol.handle('app', () => new Response())).toThrow('before app is ready')
    expect(() => module.screen.getPrimaryDisplay()).toThrow('before app is ready')
    expect(() => module.session.defaultSession).toThrow('before app is ready')
    expect(() => module.Menu.setApplicationMenu(null)).toThrow('before app is ready')
  })

  it('refuses after it is ready what comes too late', () => {
    const { app, protocol } = electron()
    protocol.registerSchemesAsPrivileged([])
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('only be called once')
    app.becomeReady()
    expect(() => electron().protocol.registerSchemesAsPrivileged([])).not.toThrow()
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready')
    expect(() => app.enableSandbox()).toThrow('before app is ready')
    expect(() => app.disableDomainBlockingFor3DAPIs()).toThrow('before app is ready')
    expect(() => app.commandLine.appendSwitch('use-angle')).toThrow('before app is ready')
  })

  it('refuses an engine without an absolute entry or in a folder that is none', () => {
    const { app, module } = electron()
    app.becomeReady()
    expect(() => module.utilityProcess.fork('out/main/compute.js')).toThrow('Invalid path')
    const entry = path.resolve('package.json')
    expect(() => module.utilityProcess.fork(entry, [], { cwd: entry })).toThrow('cwd is no folder')
  })

  it('grants and opens what nobody refuses, so that a missing refusal is seen', () => {
    const { session, app, module } = electron()
    expect(session.grants('geolocation', 'https://example.org/')).toEqual({ request: true, check: true })
    expect(session.grantsDevice()).toBe(true)
    app.becomeReady()
    expect(() => new module.BrowserWindow({ webPreferences: { preload: '/none.cjs' } })).toThrow(
      'preload is no file',
    )
  })

  it('refuses a menu that Electron could not build', () => {
    expect(() => buildMenu([{ role: 'editmenu' as 'editMenu' }])).not.toThrow()
    expect(() => buildMenu([{ role: 'everything' as 'editMenu' }])).toThrow('unknown role')
    expect(() => buildMenu([{ label: 'x', accelerator: 'Ctrl-O' }])).toThrow('unknown accelerator')
    expect(() => buildMenu([{}])).toThrow('at least one of')
    expect(() => buildMenu([{ id: 'a', label: 'x', submenu: [{ id: 'a', label: 'y' }] }])).toThrow(
      'two items',
    )
  })
})
