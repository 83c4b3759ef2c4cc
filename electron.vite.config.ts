import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'
import { moduleList } from './scripts/module-list'
import { shaderInclude } from './shaders/vite-plugin-shader-include'

const here = import.meta.dirname
const native = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', 'electron']

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { include: native },
      rolldownOptions: {
        input: {
          electron: resolve(here, 'src-main/hosts/electron/main.ts'),
          compute: resolve(here, 'src-main/hosts/electron/compute.ts'),
          local: resolve(here, 'src-main/hosts/local/main.ts'),
          lab: resolve(here, 'src-main/cli/main.ts'),
          bench: resolve(here, 'bench/main.ts'),
          'bench-forward': resolve(here, 'bench/forward-worker.ts'),
          worker: resolve(here, 'src-main/engine/workers/worker.ts'),
          trainer: resolve(here, 'src-main/engine/training/trainer-worker.ts'),
        },
        output: { entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(here, 'src-main/hosts/electron/preload.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src-renderer'),
    plugins: [svelte({ configFile: resolve(here, 'svelte.config.js') }), shaderInclude(), moduleList()],
    server: {
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    build: {
      outDir: resolve(here, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { input: resolve(here, 'src-renderer/index.html') },
    },
  },
})
