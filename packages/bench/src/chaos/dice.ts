/** Seeded dice (mulberry32), so that a run can be repeated as far as processes allow. */
export interface Dice {
  /** 0 … 1 */
  next(): number
  /** 0 … below − 1 */
  below(below: number): number
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, below: (below) => Math.floor(next() * below) }
}
