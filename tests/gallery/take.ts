import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'

/**
 * Takes pictures of scenes: `node --import tsx` is not needed, vite-node and vitest are; see take.gallery.ts.
 * Names are scene:theme:width:height.
 */
export async function take(names: readonly string[], folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const server = await createServer({
    configFile: resolve(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
  })
  await server.listen(0)
  const address = server.resolvedUrls?.local[0] ?? ''
  const browser = await chromium.launch({
    executablePath: process.env['SCOREFIELD_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--use-angle=gl-egl',
      '--ignore-gpu-blocklist',
    ],
  })
  const problems: string[] = []
  try {
    for (const name of names) {
      const [scene = 'main', theme = 'dark', width = '1256', height = '826'] = name.split(':')
      const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } })
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`${name}: ${message.text()}`)
      })
      page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`))
      await page.goto(`${address}?${new URLSearchParams({ scene, theme, width, height }).toString()}`)
      await page.waitForFunction(() => document.title === 'drawn', null, { timeout: 60_000 })
      await page.screenshot({ path: resolve(folder, `${scene}-${theme}-${width}.png`) })
      await page.close()
    }
  } finally {
    await browser.close()
    await server.close()
  }
  return problems
}
