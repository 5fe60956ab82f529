import type { Context } from '../context.ts'

/** Doubles with each try up to the timing's most; half of it is jitter, so that what failed together does not return together. */
export function retryInMs({ timing, random }: Pick<Context, 'timing' | 'random'>, tries: number): number {
  const wholeMs = Math.min(timing.retryMs * 2 ** Math.min(tries - 1, 30), timing.retryMaxMs)
  return wholeMs / 2 + random() * (wholeMs / 2)
}
