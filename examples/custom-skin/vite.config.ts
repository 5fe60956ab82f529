import { preact } from '@preact/preset-vite'
import { defineConfig } from 'vite'

/** The shop's own front end: one page, served under the mall's host. */
export default defineConfig({ base: './', plugins: [preact()] })
