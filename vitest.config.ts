import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** One project per package that has tests, named like its folder: `vitest run --project credit`. */
const packages = readdirSync(new URL('packages', import.meta.url))

/**
 * Vitest leaves one core free, which on two cores makes one worker. Many tests wait (for PostgreSQL, for a lease to end), so
 * two are faster there: 8 min 5 s where one took 12 min 57 s.
 */
const maxWorkers = Math.max(2, availableParallelism() - 1)

export default defineConfig({
  test: {
    maxWorkers,
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
