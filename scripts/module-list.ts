import type { Plugin } from 'vite'

/** Writes `modules.json` beside the bundle: which source files each chunk holds, for the renderer-bundle test. */
export function moduleList(): Plugin {
  return {
    name: 'module-list',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? [{ chunk: output.fileName, modules: Object.keys(output.modules) }] : [],
      )
      const root = new URL('..', import.meta.url).pathname
      const relative = chunks.map(({ chunk, modules }) => ({
        chunk,
        modules: modules.map((id) => id.replace(root, '').replace(/\?.*$/, '')),
      }))
      this.emitFile({ type: 'asset', fileName: 'modules.json', source: JSON.stringify(relative, null, 1) })
    },
  }
}
