import type { SessionView } from '@pointpay/contracts'
import { createBackend, type Backend, type Behaviour } from './backend.ts'
import { aKind, aSession, cashbag, lpoint } from './builders.ts'

const usual: Behaviour = {
  kinds: [aKind(), cashbag(), lpoint()],
  convertMs: 1_200,
  creditMs: 3_000,
  fails: null,
}

interface Scenario extends Partial<Behaviour> {
  first?: Partial<SessionView>
}

/** What `?scenario=` names, to be met without a server. */
const scenarios: Record<string, Scenario> = {
  sandbox: { first: { sandbox: true } },
  test: { first: { sandbox: true, test: true } },
  left: { first: { leftBefore: { at: new Date().toISOString() } } },
  poor: { kinds: [aKind({ balance: 40 }), lpoint({ balance: 0 })] },
  silent: { kinds: [aKind(), cashbag({ available: false, balance: 0 }), lpoint({ balance: 90 })] },
  alone: { kinds: [aKind({ available: false, balance: 0 }), cashbag({ available: false, balance: 0 })] },
  slow: { convertMs: 5_000, creditMs: Infinity },
  failing: { fails: 'provider_unavailable' },
}

/** `?scenario=<name>` and `&accent=<rrggbb>` of the address of `pnpm --filter @pointpay/popup dev`. */
export function scenarioOf(search: string): Backend {
  const params = new URLSearchParams(search)
  const { first, ...behaviour } = scenarios[params.get('scenario') ?? ''] ?? {}
  const accent = params.get('accent')
  const media = { ...aSession().media, accentColor: accent ? `#${accent}` : null }
  return createBackend({ behaviour: { ...usual, ...behaviour }, first: { media, ...first } })
}
