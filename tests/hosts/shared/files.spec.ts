import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentType, fileOfUrl } from '#main/hosts/shared/file-of-url'
import { contentSecurityPolicy, isolationHeaders } from '#main/hosts/shared/headers'
import { readJson, writeJson } from '#main/hosts/shared/json-file'
import { answerFile } from '#main/hosts/shared/window-files'

const folder = mkdtempSync(path.join(tmpdir(), 'scorefield-files-'))
const root = path.join(folder, 'renderer')
beforeAll(() => {
  mkdirSync(path.join(root, 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'index.html'), '<title>x</title>')
  writeFileSync(path.join(root, 'assets', 'a b.js'), 'export {}')
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each([
  ['posix', path.posix, '/opt/lab/renderer', '/opt/lab/renderer/assets/a.js', '/opt/lab/renderer/index.html'],
  [
    'win32',
    path.win32,
    'C:\\lab\\renderer',
    'C:\\lab\\renderer\\assets\\a.js',
    'C:\\lab\\renderer\\index.html',
  ],
] as const)('the file of a URL under the rules of %s', (_, rules, base, asset, index) => {
  it('lies below the root', () => {
    expect(fileOfUrl(rules, base, '/assets/a.js')).toBe(asset)
    expect(fileOfUrl(rules, base, '/')).toBe(index)
    expect(fileOfUrl(rules, base, '/assets/../index.html')).toBe(index)
    expect(fileOfUrl(rules, base, '/%69ndex.html')).toBe(index)
  })

  it.each([
    '/../secret.txt',
    '/..',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%5c..%5c..%5csecret.txt',
    '\\..\\secret.txt',
    '/C:%5cWindows%5cwin.ini',
    '/%5c%5cserver%5cshare%5cx',
    '/index.html%00.js',
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/secret.txt',
  ])('is none for %s', (url) => {
    expect(fileOfUrl(rules, base, url)).toBeNull()
  })

  it('never leaves the root, however a path is put together', () => {
    const parts = [
      '..',
      '.',
      '%2e%2e',
      'assets',
      '/',
      '//',
      '%2f',
      '%5c',
      'C:',
      'a.js',
      '%00',
      ' ',
      '~',
      'con',
    ]
    let state = 12345
    const next = (n: number): number => (state = (state * 48271) % 2147483647) % n
    const outside: string[] = []
    for (let i = 0; i < 20_000; i++) {
      const url = `/${Array.from({ length: 1 + next(6) }, () => parts[next(parts.length)]).join(next(2) ? '/' : '')}`
      const file = fileOfUrl(rules, base, url)
      if (file !== null && !rules.resolve(file).startsWith(base + rules.sep)) outside.push(url)
    }
    expect(outside).toEqual([])
  })
})

describe('an answer', () => {
  it('is the file with its type and the isolation headers', async () => {
    const { status, headers, body } = await answerFile(root, 'GET', '/assets/a%20b.js')
    expect([status, new TextDecoder().decode(body)]).toEqual([200, 'export {}'])
    expect(headers).toMatchObject({ ...isolationHeaders, 'Content-Type': 'text/javascript; charset=utf-8' })
    expect((await answerFile(root, 'HEAD', '/index.html')).body).toHaveLength(0)
  })

  it.each([
    ['GET', '/none.js'],
    ['GET', '/assets'],
    ['GET', '/%2e%2e/secret.txt'],
    ['POST', '/index.html'],
    ['', '/index.html'],
  ])('to %s %s is "not found", isolated too', async (method, url) => {
    const { status, headers, body } = await answerFile(root, method, url)
    expect(status).toBe(404)
    expect(headers).toMatchObject(isolationHeaders)
    expect(new TextDecoder().decode(body)).toBe('Not found.\n')
  })

  it('names a type that a browser will run or draw', () => {
    expect(contentType('a/b.wasm')).toBe('application/wasm')
    expect(contentType('x.svg')).toBe('image/svg+xml')
    expect(contentType('x.unknown')).toBe('application/octet-stream')
    expect(contentType('none')).toBe('application/octet-stream')
  })
})

describe('the policy of the window', () => {
  const directives = new Map(
    contentSecurityPolicy.split('; ').map((line) => {
      const [name, ...sources] = line.split(' ')
      return [name!, sources] as const
    }),
  )

  it('allows nothing that is not named, and nothing from elsewhere', () => {
    expect(directives.get('default-src')).toEqual(["'none'"])
    for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
      expect(directives.get(name)).toEqual(["'none'"])
    const allowed = ["'self'", "'none'", 'blob:', 'data:', "'wasm-unsafe-eval'", "'unsafe-inline'"]
    for (const [, sources] of directives) for (const source of sources) expect(allowed).toContain(source)
  })

  it('runs scripts of its own and WebAssembly, never text', () => {
    expect(directives.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"])
    expect(directives.get('worker-src')).toEqual(["'self'"])
    expect(directives.get('connect-src')).toEqual(["'self'"])
  })

  it('isolates the page', () => {
    expect(isolationHeaders).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    })
  })
})

describe('a small file of settings', () => {
  const file = path.join(folder, 'deep', 'settings.json')

  it('is replaced whole, and nothing is left beside it', () => {
    writeJson(file, { a: 1 })
    writeJson(file, { a: 2 })
    expect(readJson(file)).toEqual({ a: 2 })
    expect(readdirSync(path.dirname(file))).toEqual(['settings.json'])
  })

  it('keeps its old state when the new one cannot be written', () => {
    writeJson(file, { a: 3 })
    expect(() =>
      writeJson(file, {
        toJSON: () => {
          throw new Error('no JSON')
        },
      }),
    ).toThrow('no JSON')
    expect(readJson(file)).toEqual({ a: 3 })
  })

  it('is null when it is missing or broken', () => {
    expect(readJson(path.join(folder, 'none.json'))).toBeNull()
    writeFileSync(path.join(folder, 'half.json'), readFileSync(file, 'utf8').slice(0, 5))
    expect(readJson(path.join(folder, 'half.json'))).toBeNull()
  })
})
