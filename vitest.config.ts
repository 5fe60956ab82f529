import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** One project per package that has tests, named like its folder: `vitest run --project credit`. */
const packages = readdirSync(new URL('packages', import.meta.url))

export default defineConfig({
  test: {
    projects: packages.map((name) => ({
      test: {
        name,
        root: new URL(`packages/${name}`, import.meta.url).pathname,
        include: ['test/**/*.test.{ts,tsx}'],
        testTimeout: 30_000,
        hookTimeout: 60_000,
      },
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    })),
  },
})
