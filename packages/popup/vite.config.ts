import { preact } from '@preact/preset-vite'
import { msw } from 'msw/vite'
import { defineConfig } from 'vite'

/** `vite` alone runs the popup on mocked answers (`src/dev`); `vite build` makes what the server serves under /pointhub/. */
export default defineConfig(({ command }) => ({
  base: '/pointhub/',
  plugins: [preact(), ...(command === 'serve' ? [msw({ mode: 'worker-only' })] : [])],
  build: {
    // In-app browsers are as old as the phone: iOS 15's and the WebViews of its year.
    target: ['es2021', 'safari15', 'chrome100'],
    // The server's Content-Security-Policy allows no inline script or style: every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
}))
