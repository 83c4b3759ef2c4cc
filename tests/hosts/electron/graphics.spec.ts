import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readGraphics, shouldOfferSafe, withChoice, withCrash } from '#main/hosts/electron/recovery/graphics'
import { clearHosts, type Host, startHost, until } from './start-host'

beforeEach(() => {
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined)
})
afterEach(clearHosts)

describe('the count of crashes', () => {
  const MINUTE = 60_000

  it('asks after three within ten minutes, not after three in a day', () => {
    const thrice = (apart: number) => {
      let state = readGraphics(null)
      for (let i = 0; i < 3; i++) state = withCrash(state, i * apart)
      return shouldOfferSafe(state, 2 * apart)
    }
    expect(thrice(MINUTE)).toBe(true)
    expect(thrice(4.9 * MINUTE)).toBe(true)
    expect(thrice(5.1 * MINUTE)).toBe(false)
    expect(thrice(400 * MINUTE)).toBe(false)
  })

  it('does not ask while graphics are safe, nor at once again after "no"', () => {
    const crashes = [1, 2, 3]
    expect(shouldOfferSafe({ crashes, safe: false }, 4)).toBe(true)
    expect(shouldOfferSafe({ crashes, safe: true }, 4)).toBe(false)
    expect(shouldOfferSafe(withCrash(withChoice(false), 5), 5)).toBe(false)
  })

  it('takes whatever a file holds', () => {
    const nothing = { crashes: [], safe: false }
    for (const json of [
      null,
      7,
      'safe',
      [],
      {},
      { safe: 'yes', crashes: 'many' },
      { crashes: [null, 'x', NaN] },
    ])
      expect(readGraphics(json)).toEqual(nothing)
    expect(readGraphics({ crashes: [5, 'x'], safe: true })).toEqual({ crashes: [5], safe: true })
    // A clock that was set back does not keep old crashes for ever.
    expect(shouldOfferSafe({ crashes: [9e9, 9e9, 9e9], safe: false }, 1000)).toBe(false)
  })
})

describe('the graphics process', () => {
  const crash = ({ stand }: Host, reason = 'crashed', type = 'GPU'): void => {
    stand.app.emit('child-process-gone', {}, { type, reason, exitCode: 1 })
  }
  const kept = ({ folder }: Host): unknown =>
    JSON.parse(readFileSync(path.join(folder, 'graphics.json'), 'utf8'))

  it('that crashes three times leads to safe graphics at the restart, and a way back', async () => {
    const first = await startHost()
    expect(first.stand.app.switches.size).toBe(0)
    expect(first.stand.app.domainBlocking).toBe(false)
    crash(first, 'clean-exit')
    crash(first, 'crashed', 'Utility')
    crash(first)
    crash(first, 'abnormal-exit')
    expect(first.stand.dialog.asked).toEqual([])
    first.stand.dialog.answers.push('Restart with safe graphics')
    crash(first)
    await until(() => first.stand.app.ended !== null)
    expect(first.stand.dialog.asked).toHaveLength(1)
    expect(first.stand.app.relaunches).toEqual([{}])
    expect(kept(first)).toEqual({ crashes: [], safe: true })

    const second = await startHost({ folder: first.folder })
    expect([...second.stand.app.switches]).toEqual([
      ['use-angle', 'swiftshader'],
      ['enable-unsafe-swiftshader', undefined],
      ['ignore-gpu-blocklist', undefined],
    ])
    second.stand.dialog.answers.push('Not now', 'Restart')
    const before = second.stand.menu
    second.stand.menu!.click('host.safe-graphics')
    await until(() => second.stand.menu !== before)
    expect(kept(second)).toEqual({ crashes: [], safe: true })
    second.stand.menu!.click('host.safe-graphics')
    await until(() => second.stand.app.ended !== null)
    expect(kept(second)).toEqual({ crashes: [], safe: false })
  })

  it('that took the program along is remembered by the next start', async () => {
    const first = await startHost()
    crash(first)
    crash(first)
    expect((kept(first) as { crashes: unknown[] }).crashes).toHaveLength(2)
    const crashes = [Date.now() - 3000, Date.now() - 2000, Date.now() - 1000]
    writeFileSync(path.join(first.folder, 'graphics.json'), JSON.stringify({ crashes, safe: false }))
    const second = await startHost({
      folder: first.folder,
      prepare: (stand) => stand.dialog.answers.push('Go on as it is'),
    })
    await until(() => second.stand.dialog.asked.length === 1)
    await until(() => JSON.stringify(kept(second)) === '{"crashes":[],"safe":false}')
    expect(second.stand.app.ended).toBeNull()
  })

  it('of an AppImage starts the image again, whose folder has gone', async () => {
    vi.stubEnv('APPIMAGE', '/apps/scorefield.AppImage')
    const { stand } = await startHost()
    stand.dialog.answers.push('Restart')
    stand.menu!.click('host.safe-graphics')
    await until(() => stand.app.ended !== null)
    expect(stand.app.relaunches).toEqual([{ execPath: '/apps/scorefield.AppImage' }])
    vi.unstubAllEnvs()
  })
})
