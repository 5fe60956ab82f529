import type { PopupErrorCode } from '@pointpay/contracts'
import type { Counts } from '../counts.ts'
import type { Clock, Log } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { Caller, Limits } from '../limits.ts'
import type { Sealer } from '../sealed.ts'

/** Who tries codes. A test shows its code to anybody, so it is counted apart from the real check. */
interface Tries {
  /** Hash of the browser's cookie. */
  browser: string
  test: boolean
}

/** Whose phone a code goes to, and who asked for it. */
interface Sent extends Tries, Caller {
  phoneHash: string
}

interface CodeRequest extends Sent {
  mediaCode: string
  /** The sandbox's code: sent to nobody. */
  played: boolean
}

/** How many codes may be sent, and how many may be wrong, over all sessions: a new session brings no new ones. */
export interface CodeLimits {
  /**
   * Counts a code before it is sent. One that the service did not send counts too: it may have. Logs a limit that others share
   * once, when it is reached.
   * @throws {Refusal} `identity_too_often`; `too_many_requests` where others on the same network, media or service used it up
   */
  countSend(request: CodeRequest): Promise<void>
  /**
   * Counts a try before it is made, so that however many arrive at once, no more than the limit are compared.
   * @returns how many more this browser has
   * @throws {Refusal} `identity_locked`
   */
  countTry(tries: Tries): Promise<number>
  /** Until when a browser waits whose tries are used up; null: it has some. */
  lockedUntil(tries: Tries): Promise<Date | null>
  /** @throws {Refusal} `identity_locked` */
  refuseWhileLocked(tries: Tries): Promise<void>
  /** The phone is the caller's: what was counted of it, and this code and this try, count no more. */
  confirmed(sent: Sent): Promise<void>
}

interface CodeLimitsDeps {
  counts: Counts
  sealer: Sealer
  limits: Pick<Limits, 'codes' | 'playedCodes' | 'wrongCodes'>
  clock: Clock
  log: Log
}

export function createCodeLimits({ counts, sealer, limits, clock, log }: CodeLimitsDeps): CodeLimits {
  const { wrongCodes } = limits

  const keyed = (test: boolean, ...parts: string[]) =>
    sealer.hash(JSON.stringify([test ? 'test codes' : 'codes', ...parts]))
  const triesKey = ({ test, browser }: Tries) => keyed(test, 'wrong', browser)
  const sendKeys = ({ test, phoneHash, browser, network }: Sent) => ({
    phoneFromNetwork: keyed(test, 'phone from network', phoneHash, network),
    browser: keyed(test, 'browser', browser),
    network: keyed(test, 'network', network),
    phone: keyed(test, 'phone', phoneHash),
  })

  function refusal(code: PopupErrorCode, until: Date): Refusal {
    const retryAfterS = Math.ceil((until.getTime() - clock().getTime()) / 1_000)
    return new Refusal(code, { details: { retryAfterS, until: until.toISOString() } })
  }

  async function lockedUntil(tries: Tries): Promise<Date | null> {
    const counted = await counts.find(triesKey(tries))
    return counted && counted.count >= wrongCodes.browser ? counted.endsAt : null
  }

  return {
    async countSend(request) {
      const { test, mediaCode } = request
      const most = request.played ? limits.playedCodes : limits.codes
      const own = sendKeys(request)
      // The caller's own first: what it may not do must not use up what others share with it.
      const scopes = [
        ['phoneFromNetwork', own.phoneFromNetwork, 'identity_too_often'],
        ['browser', own.browser, 'identity_too_often'],
        ['network', own.network, 'too_many_requests'],
        ['phone', own.phone, 'identity_too_often'],
        ['media', keyed(test, 'media', mediaCode), 'too_many_requests'],
        ['service', keyed(test, 'service'), 'too_many_requests'],
      ] as const
      for (const [scope, key, code] of scopes) {
        const { count, endsAt } = await counts.add(key, most.windowMs)
        if (count <= most[scope]) continue
        const isShared = scope !== 'browser' && scope !== 'phoneFromNetwork'
        if (isShared && count === most[scope] + 1)
          log.warn({ scope, mediaCode, test }, 'identity.limit_reached')
        throw refusal(code, endsAt)
      }
    },

    async countTry(tries) {
      const { count, endsAt } = await counts.add(triesKey(tries), wrongCodes.windowMs)
      if (count > wrongCodes.browser) throw refusal('identity_locked', endsAt)
      return wrongCodes.browser - count
    },

    lockedUntil,

    async refuseWhileLocked(tries) {
      const until = await lockedUntil(tries)
      if (until) throw refusal('identity_locked', until)
    },

    async confirmed(sent) {
      const { phone, phoneFromNetwork, browser, network } = sendKeys(sent)
      await counts.forget(phone, phoneFromNetwork)
      await counts.takeBack(browser, network, triesKey(sent))
    },
  }
}
