import { createDice, type Dice } from './dice.ts'

/** Answers that are lost: 5 % of calls. Server errors before and after applying: 12 %. */
const rates = {
  dropAfterApply: 0.04,
  dropThenApply: 0.01,
  acceptedFirst: 0.01,
  error500After: 0.02,
  error500Before: 0.02,
  error503After: 0.02,
  error503Before: 0.02,
  error504After: 0.02,
  error504Before: 0.02,
  tooMany: 0.02,
  expiredToken: 0.01,
  slow: 0.02,
}
/** Longer than a call waits for its answer. */
const SLOW_MS = 3_500
/** How long a row may take to show up. */
const visibilityDelayMs = { min: 0, max: 3_000 }
/** How much later a call is carried out that was accepted, or broke off, first. */
export const lateMs = { min: 0, max: 4_000 }

/** The smallest there is, one that few members' rows fit into, and one below what the ledger asks for. */
const pageSizes = [1, 3, 3, 50, 50, 50]
const rowOrders = ['newest-first', 'oldest-first', 'any-within-a-second'] as const
/** Below the ten minutes beyond which the ledger takes nothing for absent. */
const clockSkewsMs = [-180_000, -15_000, -2_000, 2_000, 15_000, 60_000]
/** All but the answer of another mall, after which the owner must consent again. */
const tokenAnswers = ['documented', 'scopes-as-text', 'expires-in', 'no-refresh-expiry'] as const
const unauthorizedBodies = ['cafe24', 'empty', 'html', 'other-json'] as const
/** A `Retry-After` of 0 means "at once". */
const retryAfters = [0, 1, 3]
/** Cuts off our words, not the key before them. */
const CUT_LETTERS = 30

/**
 * What goes wrong in one mall, and the habits that its Cafe24 has there, by the seed: the body of the simulator's faults. Every
 * mall has the same rates; a habit is common where the ledger must take it in its stride, and rare where it needs a person.
 */
export function drawFaults(seed: number, mallId: string) {
  const mallSeed = seedOf(seed, mallId)
  const dice = createDice(mallSeed)
  const pageSize = drawn(dice, 0.3, () => oneOf(dice, pageSizes))
  const rowOrder = oneOf(dice, rowOrders)
  const bareEndDate = dice.next() < 0.5 ? 'start-of-day' : 'whole-day'
  const clockSkewMs = drawn(dice, 0.08, () => oneOf(dice, clockSkewsMs)) ?? 0
  const tokenAnswer = oneOf(dice, tokenAnswers)
  const unauthorizedBody = oneOf(dice, unauthorizedBodies)
  const refreshRefused = drawn(dice, 0.1, () => 0.2) ?? 0
  const reasons = drawReasons(dice)
  const malformedRows = drawn(dice, 0.02, () => 0.01) ?? 0
  // A reader never catches up where a page holds no more rows than come in while it is turned.
  const rowsBetweenPages = drawn(dice, 0.1, () => (pageSize === 1 ? 0 : 1)) ?? 0
  const retryAfterSeconds = drawn(dice, 0.3, () => oneOf(dice, retryAfters))
  return {
    seed: mallSeed,
    mall_id: mallId,
    rates,
    slowMs: SLOW_MS,
    lateMs,
    visibilityDelayMs,
    rowOrder,
    bareEndDate,
    clockSkewMs,
    tokenAnswer,
    unauthorizedBody,
    refreshRefused,
    malformedRows,
    rowsBetweenPages,
    ...(pageSize === null ? {} : { pageSize }),
    ...(reasons === null ? {} : { reasons }),
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  }
}

export type MallFaults = ReturnType<typeof drawFaults>

/** Cut reasons are harmless; lost ones need a person, so few malls lose few. */
function drawReasons(dice: Dice) {
  const roll = dice.next()
  if (roll < 0.15) return { as: 'cut', letters: CUT_LETTERS } as const
  if (roll < 0.19) return { as: 'null', share: 0.03 } as const
  if (roll < 0.23) return { as: 'html-escaped', share: 0.05 } as const
  return null
}

/** Each mall has dice of its own, so that more malls do not change those of the first ones. */
function seedOf(seed: number, mallId: string): number {
  return [...mallId].reduce((mixed, letter) => (Math.imul(mixed, 31) + letter.codePointAt(0)!) | 0, seed)
}

function drawn<T>(dice: Dice, share: number, draw: () => T): T | null {
  return dice.next() < share ? draw() : null
}

function oneOf<T>(dice: Dice, choices: readonly T[]): T {
  return choices[dice.below(choices.length)]!
}
