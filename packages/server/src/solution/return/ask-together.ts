/**
 * Whether something is known, asked by key; the calls of the same moment share a query.
 * @param look gives those of the keys that are known; others do not matter
 */
export function askTogether<Key extends string>(
  look: (keys: readonly Key[]) => Promise<readonly string[]>,
): (key: Key) => Promise<boolean> {
  let next: { keys: Key[]; known: Promise<Set<string>> } | null = null

  async function lookSoon(keys: readonly Key[]): Promise<Set<string>> {
    await new Promise((resolve) => setImmediate(resolve))
    next = null
    return new Set(await look(keys))
  }

  return async (key) => {
    if (!next) {
      const keys: Key[] = []
      next = { keys, known: lookSoon(keys) }
    }
    next.keys.push(key)
    return (await next.known).has(key)
  }
}
