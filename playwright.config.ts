import { defineConfig } from '@playwright/test'

/** Software drawing, no sandbox for root, nothing from outside. */
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
]

export default defineConfig({
  testDir: 'tests/e2e',
  timeout: 120_000,
  workers: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      args,
      ...(process.env['SCOREFIELD_CHROMIUM'] === undefined
        ? {}
        : { executablePath: process.env['SCOREFIELD_CHROMIUM'] }),
    },
  },
})
