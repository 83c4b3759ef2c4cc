import type { Configuration } from 'electron-builder'
import { createRequire } from 'node:module'

// The configuration is read and judged by the packager itself, whose parts come with it.
const ours = createRequire(import.meta.url)
const packagers = createRequire(createRequire(ours.resolve('electron-builder')).resolve('app-builder-lib'))

interface ConfigModule {
  getConfig(projectDir: string, configPath: string | null, options: object): Promise<Configuration>
  validateConfiguration(config: Configuration, logger: { readonly isEnabled: boolean }): Promise<void>
}

const configuration = packagers('./util/config/config') as ConfigModule

/** The packager's reading of `electron-builder.yml`. */
export function readConfiguration(): Promise<Configuration> {
  return configuration.getConfig(process.cwd(), null, {})
}

/** Rejects for what the packager's own schema does not allow. */
export function validate(config: Configuration): Promise<void> {
  return configuration.validateConfiguration(config, { isEnabled: false })
}

interface AsarModule {
  listPackage(archive: string, options: { isPack: boolean }): string[]
  extractAll(archive: string, folder: string): void
}

/** Reads packages as Electron does. */
export const asar = packagers('@electron/asar') as AsarModule
