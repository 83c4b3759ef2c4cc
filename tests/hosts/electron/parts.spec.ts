import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandList } from '#core/protocol/commands'
import { isGivenFile } from '#main/hosts/electron/channels'
import { fileOfArguments, isDocumentFile, isSecondStart } from '#main/hosts/electron/open-files'
import { developmentServer, isOwn, isTrusted } from '#main/hosts/electron/origin'
import { limit, restartDelay } from '#main/hosts/electron/recovery/limit'
import { accelerator, menuTemplate } from '#main/hosts/electron/window/menu'
import { buildMenu } from './stand-in/window/menu'

describe('our own origin', () => {
  it('is told by scheme and host, not by how an address begins', () => {
    for (const url of ['app://lab', 'app://lab/', 'app://lab/index.html?x#y'])
      expect(isOwn(url, null)).toBe(true)
    for (const url of [
      'app://lab.org/',
      'app://labx',
      'app://lab@evil/',
      'http://lab/',
      'app:lab/',
      'about:blank',
      '',
    ])
      expect([url, isOwn(url, null)]).toEqual([url, false])
  })

  it('is the development server’s too, where there is one', () => {
    const server = 'http://localhost:5173'
    expect(isOwn(`${server}/index.html`, server)).toBe(true)
    expect(isOwn('http://localhost:51730/', server)).toBe(false)
    expect(isOwn(`${server}.example.org/`, server)).toBe(false)
    expect(isOwn(`${server}/`, null)).toBe(false)
  })

  it('is asked of a top frame that still exists', () => {
    const url = 'app://lab/index.html'
    expect(isTrusted({ url, parent: null }, null)).toBe(true)
    expect(isTrusted({ url, parent: {} }, null)).toBe(false)
    expect(isTrusted(null, null)).toBe(false)
  })

  it('cannot be turned into another by the environment of a package', () => {
    const env = { ELECTRON_RENDERER_URL: 'https://example.org/' }
    expect(developmentServer(env, true)).toBeNull()
    expect(developmentServer(env, false)).toBe('https://example.org')
    expect(developmentServer({}, false)).toBeNull()
    expect(developmentServer({ ELECTRON_RENDERER_URL: '' }, false)).toBeNull()
  })
})

describe('a document on the command line', () => {
  const { posix, win32 } = path

  it('is the last argument that looks like one', () => {
    const argv = [
      '/opt/scorefield',
      '--enable-x',
      'a.json',
      '--json=b.json',
      'notes.txt',
      'c.scorefield',
      '/tmp/x',
    ]
    expect(fileOfArguments(argv, true, '/home/me', posix)).toBe('/home/me/c.scorefield')
    expect(fileOfArguments(['/opt/scorefield', '/data/A.JSON'], true, '/home', posix)).toBe('/data/A.JSON')
    expect(fileOfArguments(['C:\\app.exe', 'a b.json'], true, 'D:\\work', win32)).toBe('D:\\work\\a b.json')
  })

  it('is never the program itself nor the folder it runs from', () => {
    expect(fileOfArguments(['program.json'], true, '/', posix)).toBeNull()
    expect(fileOfArguments(['electron', 'app.json'], false, '/', posix)).toBeNull()
    expect(fileOfArguments(['electron', '.', 'a.json'], false, '/w', posix)).toBe('/w/a.json')
    expect(fileOfArguments([], false, '/', posix)).toBeNull()
    expect(isDocumentFile('json')).toBe(false)
  })

  it('comes from a second start only in its own form', () => {
    expect(isSecondStart({ argv: ['a', 'b'], cwd: '/' })).toBe(true)
    for (const other of [
      null,
      1,
      {},
      { argv: ['a'] },
      { argv: 'a', cwd: '/' },
      { argv: [1], cwd: '/' },
      { argv: [], cwd: 3 },
    ])
      expect(isSecondStart(other)).toBe(false)
    expect(isGivenFile({ name: 'a', text: '{}' })).toBe(true)
    for (const other of [null, 'a', {}, { name: 'a' }, { name: 1, text: '' }])
      expect(isGivenFile(other)).toBe(false)
  })
})

describe('patience', () => {
  it('ends with one failure too many within the time, and comes back', () => {
    let now = 0
    const again = limit(3, 1000, () => now)
    const answers: boolean[] = []
    for (now of [0, 100, 200, 300]) answers.push(again())
    now = 1350
    answers.push(again())
    expect(answers).toEqual([true, true, true, false, true])
  })

  it('waits longer each time, and at most ten seconds', () => {
    expect([0, 1, 2, 5, 6, 60].map(restartDelay)).toEqual([250, 500, 1000, 8000, 10_000, 10_000])
  })
})

describe('the menu', () => {
  const clicked: string[] = []
  const menuFor = (platform: NodeJS.Platform) =>
    buildMenu(
      menuTemplate(commandList, {
        platform,
        safeGraphics: true,
        run: (id) => clicked.push(id),
        setSafeGraphics: (safe) => clicked.push(`safe ${safe}`),
      }),
    )

  it.each(['linux', 'win32', 'darwin'] as const)('is one that Electron can build on %s', (platform) => {
    const items = menuFor(platform).all()
    for (const command of commandList) {
      const item = items.find(({ id }) => id === command.id)
      expect(item?.label).toBe(command.title)
      // The window hears its keys; the menu shows them and stays out of the way.
      if (item?.accelerator !== undefined) expect(item.registerAccelerator).toBe(false)
    }
    const roles = items.flatMap(({ role }) => (role === undefined ? [] : [role]))
    expect(roles).toContain('editMenu')
    expect(roles.includes('appMenu')).toBe(platform === 'darwin')
    expect(roles.includes('quit')).toBe(platform !== 'darwin')
  })

  it('shows keys with a modifier and leaves plain ones to typing', () => {
    expect(accelerator('Ctrl+Shift+Z')).toBe('CmdOrCtrl+Shift+Z')
    expect(accelerator('Space')).toBeUndefined()
    expect(
      menuFor('linux')
        .all()
        .find(({ id }) => id === 'file.open')?.accelerator,
    ).toBe('CmdOrCtrl+O')
  })

  it('does what is clicked', () => {
    menuFor('linux').click('play.loop')
    menuFor('linux').click('host.safe-graphics')
    expect(clicked).toEqual(['play.loop', 'safe false'])
  })
})
