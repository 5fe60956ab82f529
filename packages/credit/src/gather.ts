import { setTimeout as sleep } from 'node:timers/promises'

/** At most so many items share a call. */
const MAX_ITEMS = 500

/**
 * Makes one call out of the many that come in while the one before is under way: what waits for PostgreSQL's commit anyway
 * shares the next one. `restMs` lies between two calls at least; an idle gatherer adds no delay. `flush` gives a result for
 * each item, in order; if it throws, all of its items do.
 */
export function gather<Item, Result>(
  flush: (items: Item[]) => Promise<readonly Result[]>,
  restMs = 0,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = []
  let busy = false

  async function run() {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_ITEMS)
      waiting = waiting.slice(MAX_ITEMS)
      try {
        const results = await flush(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      if (restMs > 0) await sleep(restMs)
    }
    busy = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // The answers that arrive in the same turn of the event loop go together.
      if (!busy) {
        busy = true
        setImmediate(() => void run())
      }
    })
}
