import { AsyncLocalStorage } from 'node:async_hooks'
import type { PostgresPool } from 'kysely'

/** The pools of one store. Each statement takes a connection of the pool that its caller runs on. */
export interface ChosenPool {
  pool: PostgresPool
  onPool<Result>(name: string, work: () => Result): Result
}

/** @param own for work that runs on none of the others. */
export function choosePool(own: PostgresPool, others: ReadonlyMap<string, PostgresPool>): ChosenPool {
  const chosen = new AsyncLocalStorage<PostgresPool>()
  return {
    pool: {
      options: own.options,
      connect: () => (chosen.getStore() ?? own).connect(),
      async end() {
        await Promise.all([own, ...others.values()].map((pool) => pool.end()))
      },
    },
    onPool(name, work) {
      const pool = others.get(name)
      if (!pool) throw new Error(unknownPool(name, others.keys()))
      return chosen.run(pool, work)
    },
  }
}

export function unknownPool(name: string, known: Iterable<string>): string {
  return `The store has no pool "${name}"; it was opened with: ${[...known].join(', ') || 'none'}`
}
