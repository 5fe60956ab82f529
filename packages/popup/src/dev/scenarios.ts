import { aKind, cashbag, lpoint } from './builders.ts'
import { createBackend, type Backend, type Behaviour } from './backend.ts'

const usual: Behaviour = {
  kinds: [aKind(), cashbag(), lpoint()],
  convertMs: 1_200,
  creditMs: 3_000,
  fails: null,
}

/** `?scenario=<name>` in the address of `pnpm --filter @pointpay/popup dev`: what there is to be met. */
const scenarios: Record<string, () => Backend> = {
  usual: () => createBackend({ behaviour: usual }),
  left: () => createBackend({ behaviour: usual, first: { leftBefore: { at: new Date().toISOString() } } }),
  poor: () =>
    createBackend({ behaviour: { ...usual, kinds: [aKind({ balance: 40 }), lpoint({ balance: 0 })] } }),
  silent: () =>
    createBackend({
      behaviour: {
        ...usual,
        kinds: [aKind(), cashbag({ available: false, balance: 0 }), lpoint({ balance: 90 })],
      },
    }),
  slow: () => createBackend({ behaviour: { ...usual, convertMs: 5_000, creditMs: Infinity } }),
  failing: () => createBackend({ behaviour: { ...usual, fails: 'provider_unavailable' } }),
}

export const scenarioOf = (search: string): Backend =>
  (scenarios[new URLSearchParams(search).get('scenario') ?? ''] ?? scenarios['usual']!)()
