import type { Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StandIn, standIn } from '#tests/hosts/electron/stand-in/electron'
import { utilitySide } from '#tests/hosts/electron/stand-in/processes/build-side'
import { runMain } from '#tests/hosts/electron/stand-in/run-main'
import { test as base } from '../lab'
import { BridgedPage } from './bridged-page'

/** The built Electron program on a stand-in for Electron, with its window in the test's own page. */
export interface StandInLab {
  readonly stand: StandIn
  readonly folder: string
}

export const test = base.extend<{ desktop: StandInLab }>({
  desktop: async ({ page }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'scorefield-desktop-'))
    mkdirSync(join(folder, 'documents'))
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const { stand, bridged } = await build(page, folder)
    await bridged.start()
    await runMain(stand)
    stand.app.becomeReady()
    await page.waitForURL('**/index.html')
    await use({ stand, folder })
    stand.dispose()
    await bridged.close()
    rmSync(folder, { recursive: true, force: true })
  },
})

async function build(page: Page, folder: string): Promise<{ stand: StandIn; bridged: BridgedPage }> {
  const bridged = new BridgedPage(page, 'out/preload/index.cjs', {
    fetch: (url, method) => stand.protocol.fetch(url, method),
    fromPage(channel, args) {
      const { webContents } = stand.windows.at(-1)!
      stand.fromPage(webContents, webContents.mainFrame, channel, ...args)
    },
  })
  const stand = standIn({
    userData: folder,
    documents: join(folder, 'documents'),
    utilitySide: await utilitySide(),
    page: () => bridged,
  })
  return { stand, bridged }
}
