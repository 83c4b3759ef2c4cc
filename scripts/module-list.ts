import type { Plugin } from 'vite'

/** Writes `modules.json` beside the bundle: which source files each chunk holds, for the renderer-bundle test. */
export function moduleList(): Plugin {
  let root = ''
  return {
    name: 'module-list',
    configResolved(config) {
      // The renderer's root is one folder below the checkout's.
      root = config.root.replace(/[^/]+\/?$/, '')
    },
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? [{ chunk: output.fileName, modules: Object.keys(output.modules) }] : [],
      )
      const relative = chunks.map(({ chunk, modules }) => ({
        chunk,
        modules: modules.map((id) => id.replace(root, '').replace(/\?.*$/, '')),
      }))
      this.emitFile({ type: 'asset', fileName: 'modules.json', source: JSON.stringify(relative, null, 1) })
    },
  }
}
