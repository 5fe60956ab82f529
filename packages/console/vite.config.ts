import { preact } from '@preact/preset-vite'
import { msw } from 'msw/vite'
import { defineConfig } from 'vite'

/** `vite` alone runs the console on mocked answers (`src/dev`); `vite build` makes what the server serves under /console/. */
export default defineConfig(({ command }) => ({
  base: '/console/',
  plugins: [preact(), ...(command === 'serve' ? [msw({ mode: 'worker-only' })] : [])],
  build: {
    target: 'es2022',
    // The server's Content-Security-Policy allows no inline anything: every asset is a file of its own.
    assetsInlineLimit: 0,
  },
}))
