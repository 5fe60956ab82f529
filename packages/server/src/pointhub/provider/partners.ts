import { Refusal } from '../errors.ts'
import type { IdentityCheck } from '../identity/identity-check.ts'
import type { PointProvider } from './point-provider.ts'

/** Who keeps the points, and who finds out whose they are. */
export interface Partners {
  provider: PointProvider
  identityCheck: IdentityCheck
  /** This service plays them: nothing real moves. */
  sandbox: boolean
}

/** `test`: the media was in test mode when the session began. The session keeps its partners when that mode changes. */
export interface Partnered {
  test: boolean
}

export interface PartnersOf {
  /** null: this service has no partners for live media. */
  find(session: Partnered): Partners | null
  /** @throws {Refusal} `partners_missing` */
  require(session: Partnered): Partners
}

/** Media in test mode always have played partners, and live ones never have those unless `live` itself is played (the demo). */
export function createPartnersOf(live: Partners | null, played: Partners): PartnersOf {
  const find = ({ test }: Partnered) => (test ? played : live)
  return {
    find,
    require(session) {
      const found = find(session)
      if (!found) throw new Refusal('partners_missing')
      return found
    },
  }
}
