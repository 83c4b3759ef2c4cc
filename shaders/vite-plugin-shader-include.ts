import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const shaderFile = /\.(glsl|vert|frag|wgsl)$/
const folder = '/shaders/'

/** The folder of shaders that a file stands in; found by name, since a bundled configuration has no place of its own. */
function rootOf(file: string): string {
  const path = file.replaceAll('\\', '/')
  return path.slice(0, path.lastIndexOf(folder) + folder.length)
}

/**
 * `import source from '#shaders/points/points.vert'` gives the text with every `#include "file"` replaced by that
 * file, each file once; a path is relative to the including file, or else to the folder of shaders
 * (`#include "chunks/srgb.glsl"`). Throws on a cycle or a missing file, naming it.
 */
export function shaderInclude(): Plugin {
  return {
    name: 'shader-include',
    enforce: 'pre',
    transform(_, id) {
      const file = id.split('?')[0] ?? id
      if (!shaderFile.test(file)) return null
      const files: string[] = []
      const source = expand(file, [], new Set(), files)
      for (const name of files) this.addWatchFile(name)
      return { code: `export default ${JSON.stringify(source)}`, map: null }
    },
  }
}

/** The text of a shader with its includes; `done` holds files that are already in it, `files` gathers all. */
export function expand(file: string, stack: readonly string[], done: Set<string>, files: string[]): string {
  if (stack.includes(file)) throw new Error(`shader include cycle: ${[...stack, file].join(' -> ')}`)
  if (done.has(file)) return ''
  if (!existsSync(file)) throw new Error(`shader include not found: ${[...stack, file].join(' -> ')}`)
  done.add(file)
  files.push(file)
  return readFileSync(file, 'utf8').replace(/^#include "(.+)"$/gm, (_, name: string) => {
    const beside = resolve(dirname(file), name)
    return expand(existsSync(beside) ? beside : join(rootOf(file), name), [...stack, file], done, files)
  })
}
