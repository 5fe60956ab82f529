/** mulberry32: a small seeded generator of numbers in [0, 1), good enough for dice. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Each question about a row has a number of its own, so that the answers do not go together. */
const questions = { reason: 1, issueDate: 2 } as const

/** A number in [0, 1) that depends only on the seed, the row and the question: a row looks the same at each reading. */
export function rowDice(seed: number, rowNo: number, question: keyof typeof questions): number {
  // The odd constants spread neighbouring rows and seeds over the generator's states.
  return seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(rowNo, 0x85ebca6b) ^ questions[question])()
}
