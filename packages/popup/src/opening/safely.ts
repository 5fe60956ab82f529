import type { Keep } from '../models/pending-key.ts'

/** A storage that keeps nothing beyond the page where the browser blocks it: it throws on access then, or when it is full. */
export function safely(storage: () => Storage): Keep {
  const memory = new Map<string, string>()
  const attempt = <T>(inStorage: (storage: Storage) => T, inMemory: () => T): T => {
    try {
      return inStorage(storage())
    } catch {
      return inMemory()
    }
  }
  return {
    getItem: (key) =>
      memory.get(key) ??
      attempt(
        (kept) => kept.getItem(key),
        () => null,
      ),
    setItem: (key, value) =>
      attempt(
        (kept) => kept.setItem(key, value),
        () => void memory.set(key, value),
      ),
    removeItem(key) {
      memory.delete(key)
      attempt(
        (kept) => kept.removeItem(key),
        () => undefined,
      )
    },
  }
}
