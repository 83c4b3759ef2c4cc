import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { shaderInclude } from '../../shaders/vite-plugin-shader-include'

/** The gallery's own page: `npx vite --config tests/gallery/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [shaderInclude()],
  server: { host: '127.0.0.1', fs: { allow: [resolve(import.meta.dirname, '../..')] } },
  optimizeDeps: { include: ['three', 'culori'] },
})
