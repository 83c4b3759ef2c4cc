import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandList } from '#core/protocol/commands'
import { contentSecurityPolicy } from '#main/hosts/shared/headers'
import { clearHosts, prepareHost, startHost, until } from './start-host'
import { StandInFrame } from './stand-in/window/web-contents'

beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => undefined))
afterEach(clearHosts)

describe('the window', () => {
  it('is sandboxed and isolated, has no Node, and comes from our own scheme', async () => {
    const { stand, window, page } = await startHost()
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(window.options).toMatchObject({ minWidth: 960, minHeight: 600 })
    expect(stand.app.sandboxed).toBe(true)
    expect(page.url).toBe('app://lab/index.html')
    expect(Object.keys(page.world)).toEqual(['lab'])
    expect(Object.keys(page.world['lab']!)).toEqual(['connect'])
  })

  it('registers its scheme with no more privileges than it needs', async () => {
    const { stand } = await startHost()
    expect(stand.protocol.schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ])
  })

  it('answers with its own files, isolated and under a strict policy', async () => {
    const { stand } = await startHost()
    const index = await stand.protocol.fetch('app://lab/index.html')
    expect(index.status).toBe(200)
    expect(await index.text()).toBe(readFileSync('out/renderer/index.html', 'utf8'))
    const headers = Object.fromEntries(index.headers)
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
    })
    // Everything that the page names is there, and served as what it is.
    const named = [
      ...readFileSync('out/renderer/index.html', 'utf8').matchAll(/(?:src|href)="\.?\/([^"]+)"/g),
    ]
    expect(named.length).toBeGreaterThan(0)
    for (const [, file] of named) {
      const answer = await stand.protocol.fetch(`app://lab/${file}`)
      expect([file, answer.status]).toEqual([file, 200])
      expect(answer.headers.get('content-type')).toMatch(/^text\/(javascript|css)/)
      expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    }
  })

  it('answers nothing else: other hosts, methods, folders above', async () => {
    const { stand } = await startHost()
    const refused = [
      'app://other/index.html',
      'app://lab/%2e%2e/main/electron.js',
      'app://lab/..%2fmain/electron.js',
      'app://lab/..%5cmain%5celectron.js',
      'app://lab/%00',
      'app://lab/%',
      'app://lab/nothing.js',
    ]
    for (const url of refused) {
      const answer = await stand.protocol.fetch(url)
      expect([url, answer.status, answer.headers.get('content-security-policy')]).toEqual([
        url,
        404,
        contentSecurityPolicy,
      ])
    }
    expect((await stand.protocol.fetch('app://lab/index.html', 'POST')).status).toBe(404)
    expect(await (await stand.protocol.fetch('app://lab/index.html', 'HEAD')).text()).toBe('')
  })

  it('goes nowhere, opens nothing, embeds nothing', async () => {
    const { window } = await startHost()
    const { webContents } = window
    for (const kind of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      expect(webContents.navigates(kind, 'app://lab/index.html')).toBe(true)
      for (const url of [
        'https://example.org/',
        'file:///etc/passwd',
        'app://lab.example.org/',
        'app://labx/',
      ])
        expect([kind, url, webContents.navigates(kind, url)]).toEqual([kind, url, false])
    }
    expect(webContents.opens('app://lab/index.html')).toBe(false)
    expect(webContents.opens('https://example.org/')).toBe(false)
    expect(webContents.embeds()).toBe(false)
  })

  it('gets the full screen and no other permission', async () => {
    const { stand } = await startHost()
    const page = 'app://lab/index.html'
    expect(stand.session.grants('fullscreen', page)).toEqual({ request: true, check: true })
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
    ] as const)
      expect(stand.session.grants(permission, page)).toEqual({ request: false, check: false })
    expect(stand.session.grants('fullscreen', 'https://example.org/')).toEqual({
      request: false,
      check: false,
    })
    expect(stand.session.grantsDevice()).toBe(false)
  })

  it('saves what the page made, and downloads nothing else', async () => {
    const { stand, folder } = await startHost()
    const saved = path.join(folder, 'elsewhere', 'Ring.scorefield.json')
    const dialog = stand.session.download('blob:app://lab/1', '../Ring.scorefield.json', saved, 'completed')
    expect(dialog?.defaultPath).toBe(path.join(folder, 'documents', 'Ring.scorefield.json'))
    expect(stand.app.recent).toEqual([saved])
    // The dialog starts where it was left.
    const next = stand.session.download('blob:app://lab/2', 'film.mp4', saved, 'cancelled')
    expect(next?.defaultPath).toBe(path.join(folder, 'elsewhere', 'film.mp4'))
    expect(stand.session.download('https://example.org/x.json', 'x.json', saved, 'completed')).toBeNull()
    expect(stand.session.download('blob:https://example.org/1', 'x.json', saved, 'completed')).toBeNull()
  })

  it('hands a port to its own top frame and to nobody else', async () => {
    const { stand, window, page } = await startHost()
    const { webContents } = window
    const top = webContents.mainFrame
    const strangers = [
      null,
      new StandInFrame('https://example.org/', null, page),
      new StandInFrame('app://lab.example.org/index.html', null, page),
      new StandInFrame('app://lab/index.html', top, page),
    ]
    for (const frame of strangers) stand.fromPage(webContents, frame, 'lab:connect')
    expect(page.posted).toEqual([])
    page.world['lab']!['connect']!()
    expect(page.posted).toHaveLength(1)
    expect(page.posted[0]).toMatchObject({ data: 'lab:port', targetOrigin: 'app://lab' })
    expect(page.posted[0]!.ports).toHaveLength(1)
  })
})

describe('the place of the window', () => {
  it('is kept from start to start, and given up when its display has gone', async () => {
    const first = await startHost()
    expect(first.window.options).toMatchObject({ width: 1440, height: 900 })
    expect(first.window.options).not.toHaveProperty('x')
    const bounds = { x: 300, y: 120, width: 1100, height: 700 }
    first.window.moveTo(bounds)
    first.window.maximize()
    first.window.close()
    await until(() => first.stand.app.ended !== null)

    const second = await startHost({ folder: first.folder })
    expect(second.window.options).toMatchObject(bounds)
    expect(second.window.isMaximized()).toBe(true)
    second.stand.app.quit()
    await until(() => second.stand.app.ended !== null)

    const third = await startHost({
      folder: first.folder,
      prepare: (stand) => (stand.screen.areas = [{ x: 4000, y: 0, width: 1280, height: 720 }]),
    })
    expect(third.window.options).toMatchObject({ width: 1100, height: 700 })
    expect(third.window.options).not.toHaveProperty('x')
  })

  it('does not stop a start when its file is broken', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'scorefield-host-'))
    writeFileSync(path.join(folder, 'window.json'), '{"bounds": {"x": "left"')
    const { window } = await startHost({ folder })
    expect(window.options).toMatchObject({ width: 1440, height: 900 })
  })
})

describe('the menu', () => {
  it('has every command once, and sends what the page can do to the page', async () => {
    const { stand, window, page } = await startHost()
    const ids = stand.menu!.all().flatMap(({ id }) => (id === undefined ? [] : [id]))
    expect(new Set(ids)).toEqual(new Set([...commandList.map(({ id }) => id), 'host.safe-graphics']))
    stand.menu!.click('play.toggle')
    expect(page.posted).toEqual([{ data: { command: 'play.toggle' }, targetOrigin: 'app://lab', ports: [] }])
    // The page may do this only after a click of its own.
    stand.menu!.click('view.fullscreen')
    expect(window.isFullScreen()).toBe(true)
    expect(page.posted).toHaveLength(1)
  })

  it('opens a document with the system’s dialog', async () => {
    const { stand, page, folder } = await startHost()
    page.world['lab']!['connect']!()
    const file = path.join(folder, 'ring.json')
    writeFileSync(file, '{"version": 1}')
    stand.dialog.answers.push([file])
    stand.menu!.click('file.open')
    await until(() => page.posted.length === 2)
    expect(page.posted[1]).toMatchObject({ data: { file: { name: 'ring.json', text: '{"version": 1}' } } })
    expect(stand.dialog.openOptions?.filters?.[0]?.extensions).toEqual(['scorefield', 'json'])
    stand.dialog.answers.push([])
    stand.menu!.click('file.open')
    await until(() => stand.dialog.answers.length === 0)
    expect(page.posted).toHaveLength(2)
  })
})

describe('files from outside', () => {
  const files = (page: { posted: readonly { readonly data: unknown }[] }): unknown[] =>
    page.posted.map(({ data }) => data).filter((data) => typeof data === 'object')

  it('wait for the page: from the command line, from the system, from a second start', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'scorefield-host-'))
    mkdirSync(path.join(folder, 'there'))
    for (const name of ['a.json', 'b.scorefield', 'there/c.json'])
      writeFileSync(path.join(folder, name), `"${name}"`)
    const host = await prepareHost({ folder, argv: ['electron', '.', path.join(folder, 'a.json')] })
    const { stand } = host
    let prevented = false
    stand.app.emit(
      'open-file',
      { preventDefault: () => (prevented = true) },
      path.join(folder, 'b.scorefield'),
    )
    expect(prevented).toBe(true)
    stand.app.becomeReady()
    await until(() => stand.windows[0]?.visible === true)
    const { page, window } = host
    expect(files(page)).toEqual([])
    page.world['lab']!['connect']!()
    await until(() => files(page).length === 2)
    window.minimised = true
    stand.app.emit('second-instance', {}, [], '/', {
      argv: ['electron', '.', '--some-switch', 'there/c.json'],
      cwd: folder,
    })
    await until(() => files(page).length === 3)
    expect(files(page)).toEqual([
      { file: { name: 'a.json', text: '"a.json"' } },
      { file: { name: 'b.scorefield', text: '"b.scorefield"' } },
      { file: { name: 'c.json', text: '"there/c.json"' } },
    ])
    expect([window.minimised, window.focused]).toEqual([false, true])
    expect(stand.app.recent).toContain(path.join(folder, 'there', 'c.json'))
  })

  it('are refused in a sentence when they cannot be read, and what is not a start is ignored', async () => {
    const { stand, page } = await startHost({ argv: ['electron', '.', '/nowhere/lost.json'] })
    await until(() => stand.dialog.errors.length === 1)
    expect(stand.dialog.errors[0]).toMatch(/^\/nowhere\/lost\.json could not be read: ENOENT/)
    stand.app.emit('second-instance', {}, [], '/', { argv: 'there.json' })
    stand.app.emit('second-instance', {}, [], '/', null)
    page.world['lab']!['connect']!()
    expect(files(page)).toEqual([])
  })

  it('go to the first start: a second one hands them over and ends', async () => {
    const { stand } = await prepareHost({ second: true, argv: ['electron', '.', 'a.json'] })
    expect(stand.app.ended).toBe(0)
    expect(stand.app.lockData).toEqual({ argv: ['electron', '.', 'a.json'], cwd: process.cwd() })
    expect(stand.protocol.schemes).toBeNull()
  })
})
