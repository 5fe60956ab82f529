/** Of 32 random hex digits, fewer than 8 are different about once in 30 million times. */
const MIN_DIFFERENT = 8

/** Secrets and keys that stand in this repository, where anybody can read them. */
const published = new Set([
  'a secret of at least 32 characters, for tests',
  'a secret for benchmarks, 32 characters and more',
  'a token key for tests, 32 bytes.',
  'a token key for benchmarks, 32 b',
])

/** Whether few tries find a secret: it has few different characters, or is one piece repeated. */
export function isGuessable(secret: string): boolean {
  return new Set(secret).size < MIN_DIFFERENT || /^(.+?)\1+$/s.test(secret)
}

/** Whether a secret stands in this repository. A key is given by its bytes as text. */
export function isPublished(secret: string): boolean {
  return published.has(secret)
}
