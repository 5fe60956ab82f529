import { parseArgs } from 'node:util'

export interface ChaosOptions {
  credits: number
  seed: number
  malls: number
  workers: number
  naiveCredits: number
  /** Between two kills of a worker, on average, ms. */
  killEveryMs: number
  /** Between two freezes of a worker, on average, ms. */
  freezeEveryMs: number
  databaseRestarts: number
}

const defaults: ChaosOptions = {
  credits: 10_000,
  seed: 1,
  malls: 200,
  workers: 4,
  naiveCredits: 2_000,
  killEveryMs: 1_000,
  freezeEveryMs: 3_000,
  databaseRestarts: 2,
}

/** @throws {Error} that names the option and says what it must be. */
export function readOptions(argv: string[]): ChaosOptions {
  const { values } = parseArgs({
    // pnpm passes a `--` on.
    args: argv.filter((argument) => argument !== '--'),
    options: { credits: { type: 'string' }, seed: { type: 'string' }, malls: { type: 'string' } },
  })
  return {
    ...defaults,
    credits: wholeNumber('--credits', values.credits, 1) ?? defaults.credits,
    seed: wholeNumber('--seed', values.seed, 0) ?? defaults.seed,
    malls: wholeNumber('--malls', values.malls, 1) ?? defaults.malls,
  }
}

function wholeNumber(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`${name} is "${text}": expected a whole number from ${least} up, e.g. ${name} 10000`)
}
