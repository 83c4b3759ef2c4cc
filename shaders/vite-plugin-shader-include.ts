import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

const shaderFile = /\.(glsl|vert|frag|wgsl)$/

/**
 * `import source from '#shaders/points/points.vert'` gives the text with every `#include "file"` replaced by that
 * file, each file once, paths relative to the including file. Throws on a cycle, naming it.
 */
export function shaderInclude(): Plugin {
  return {
    name: 'shader-include',
    enforce: 'pre',
    transform(_, id) {
      if (!shaderFile.test(id)) return null
      const files: string[] = []
      const source = expand(id, [], new Set(), files)
      for (const file of files) this.addWatchFile(file)
      return { code: `export default ${JSON.stringify(source)}`, map: null }
    },
  }
}

/** The text of a shader with its includes; `done` holds files that are already in it. */
export function expand(file: string, stack: readonly string[], done: Set<string>, files: string[]): string {
  if (stack.includes(file)) throw new Error(`shader include cycle: ${[...stack, file].join(' -> ')}`)
  if (done.has(file)) return ''
  done.add(file)
  files.push(file)
  return readFileSync(file, 'utf8').replace(/^#include "(.+)"$/gm, (_, name: string) =>
    expand(resolve(dirname(file), name), [...stack, file], done, files),
  )
}
