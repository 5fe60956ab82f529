import { FIRST_SHOP, type OpenSession, type PopupQuery, type Selection } from '@pointpay/contracts'
import { type Media, servesShop } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, MemberTokenCheck, PointhubDb, Random } from '../deps.ts'
import { announceSession } from '../changes.ts'
import { conversionOfSession } from '../conversion/conversion-store.ts'
import { Refusal } from '../errors.ts'
import type { Throttle } from '../throttle.ts'
import type { Caller, Limits } from '../limits.ts'
import type { PartnersOf } from '../provider/partners.ts'
import type { Person } from '../provider/point-provider.ts'
import { quote } from '../provider/quote.ts'
import type { Sealer } from '../sealed.ts'
import type { SessionRow } from '../tables.ts'
import { formHash, insertFormSession, openAgain } from './form-session.ts'
import { maskName } from './mask.ts'
import { demandMemberProof } from './member-proof.ts'
import { requireOpen } from './require-open.ts'
import { claimUnverified, findRunning, insertSession, lastLeft, updateSession } from './session-store.ts'
import type { SessionViews } from './session-view.ts'
import { checkSignedParam, type SignatureProblem } from './signed-param.ts'

/** Time enough to find one's phone and points; short enough for a shared computer. */
const SESSION_LIFE_MS = 30 * 60_000

/**
 * What became of a form of `direct_ci`. `off`: the media may not use it, or its merchant has no key · `unsigned`: it has no
 * `add_param` · `used`: another browser opened a popup with it.
 */
export type FormOpening = 'opened' | 'off' | 'unsigned' | 'used' | SignatureProblem

export interface SessionSteps {
  /** The running session of this press, or a new one for the caller. @throws {Refusal} `too_many_requests` */
  open(
    wanted: OpenSession,
    browsers: readonly string[],
    caller: Caller,
  ): Promise<{ session: SessionRow; isNew: boolean }>
  /**
   * Unverified mode: the merchant's backend tells who the person is, and signs it. Nobody else is believed, whatever proof the
   * media demands elsewhere. @throws {Refusal} `too_many_requests`
   */
  openUnverified(
    query: PopupQuery,
    person: Person,
    browsers: readonly string[],
    caller: Caller,
  ): Promise<FormOpening>
  identified(session: SessionRow, person: Person): Promise<SessionRow>
  readBalances(session: SessionRow): Promise<SessionRow>
  select(session: SessionRow, selection: Selection): Promise<SessionRow>
  /** Nothing moved; a session that converted is only closed. */
  leave(session: SessionRow): Promise<void>
}

interface StepDeps {
  db: PointhubDb
  media: MediaStore
  partnersOf: PartnersOf
  sealer: Sealer
  views: SessionViews
  clock: Clock
  random: Random
  memberTokenCheck: MemberTokenCheck
  isReady: (media: Media) => Promise<boolean>
  throttle: Throttle
  limits: Limits['sessions']
}

export function createSessionSteps(deps: StepDeps): SessionSteps {
  const { db, media, partnersOf, sealer, clock } = deps

  async function readyMedia(code: string): Promise<Media> {
    const found = await media.byCode(code)
    if (!found) throw new Refusal('media_unknown', { field: 'aCode' })
    partnersOf.require(testOf(found))
    if (found.mode === 'live' && !(await deps.isReady(found))) throw new Refusal('media_not_ready')
    return found
  }

  function blank(shop: Media, wanted: OpenSession, browser: string, now: Date) {
    return {
      id: Buffer.from(deps.random(18)).toString('base64url'),
      browser,
      media_code: wanted.aCode,
      member_id: wanted.userId,
      shop_no: shopOf(shop, wanted),
      nonce: wanted.nonce ?? null,
      add_param: wanted.addParam ?? null,
      mode: 'verified' as const,
      touched_at: now,
      created_at: now,
      expires_at: new Date(now.getTime() + SESSION_LIFE_MS),
      ...testOf(shop),
      left_before_at: null,
      return_to: null,
    }
  }

  /** Called before a session begins, the caller's own share first: what it may not do uses up nobody else's. */
  function countBegun({ network, browser }: Caller, { code }: Media): void {
    const { throttle, limits } = deps
    throttle(`network/${network}`, limits.network)
    throttle(`browser/${browser}`, limits.browser)
    throttle(`media/${code}`, limits.media)
    throttle('service', limits.service)
  }

  async function change(
    session: SessionRow,
    columns: Parameters<typeof updateSession>[2],
  ): Promise<SessionRow> {
    const changed = await updateSession(db, session.id, { ...columns, touched_at: clock() })
    await announceSession(db, session.id)
    return changed
  }

  /** @throws {Refusal} once points moved: what was chosen is then history */
  async function requireUnconverted(session: SessionRow): Promise<void> {
    requireOpen(session, clock())
    const conversion = await conversionOfSession(db, session.id)
    if (conversion && conversion.state !== 'failed') throw new Refusal('already_converted')
  }

  function personOf(session: SessionRow): Person {
    if (!session.person) throw new Refusal('identity_needed')
    return sealer.open(session.person) as Person
  }

  return {
    async open(wanted, browsers, caller) {
      const { browser } = caller
      const now = clock()
      const shop = await readyMedia(wanted.aCode)
      const shopNo = shopOf(shop, wanted)
      if (!servesShop(shop, shopNo)) throw new Refusal('shop_not_served', { field: 'shopNo' })
      const addParam = wanted.addParam ?? null
      const press = {
        browsers,
        mediaCode: shop.code,
        memberId: wanted.userId,
        shopNo,
        addParam,
        ...testOf(shop),
      }
      const nonce = wanted.nonce ?? null
      const returnTo = registered(wanted.returnTo, shop)
      const reload = () => findRunning(db, press, nonce, now)
      const claim = () => claimUnverified(db, press, browser, nonce, returnTo, now)
      const known = nonce ? ((await reload()) ?? (await claim())) : ((await claim()) ?? (await reload()))
      if (known) return { session: known, isNew: false }
      await demandMemberProof({ media: shop, userId: wanted.userId, addParam: wanted.addParam }, deps)
      countBegun(caller, shop)
      const session = await insertSession(db, {
        ...blank(shop, wanted, browser, now),
        return_to: returnTo,
        left_before_at: await lastLeft(db, press, now),
      })
      return { session, isNew: true }
    },

    async openUnverified(query, person, browsers, caller) {
      const shop = await readyMedia(query.a_code)
      const keys = shop.unverifiedAllowed ? await media.proofKeys(shop.code) : []
      if (keys.length === 0) return 'off'
      const { user_id: userId, add_param: addParam } = query
      if (!addParam) return 'unsigned'
      const now = clock()
      const checked = checkSignedParam({ mediaCode: shop.code, userId, addParam, person }, keys, now)
      if (checked.kind !== 'proven') return checked.kind
      const wanted = { aCode: query.a_code, userId, addParam }
      const session = blank(shop, wanted, caller.browser, now)
      const form = formHash(checked.signature)
      const again = () =>
        openAgain(db, form, browsers, { browser: caller.browser, now, expiresAt: session.expires_at })
      const sent = await again()
      if (sent !== 'new') return sent
      countBegun(caller, shop)
      const { provider } = partnersOf.require(testOf(shop))
      const inserted = await insertFormSession(db, {
        ...session,
        mode: 'unverified',
        form_hash: form,
        person: sealer.seal(person),
        masked_name: maskName(person.name),
        identified_at: now,
        balances: JSON.stringify(await provider.balances(person)),
      })
      return inserted || (await again()) !== 'used' ? 'opened' : 'used'
    },

    async identified(session, person) {
      return change(session, {
        person: sealer.seal(person),
        masked_name: maskName(person.name),
        identified_at: clock(),
        balances: JSON.stringify(await partnersOf.require(session).provider.balances(person)),
      })
    },

    async readBalances(session) {
      requireOpen(session, clock())
      const balances = await partnersOf.require(session).provider.balances(personOf(session))
      return change(session, { balances: JSON.stringify(balances) })
    },

    async select(session, selection) {
      await requireUnconverted(session)
      if (!session.identified_at) throw new Refusal('identity_needed')
      const amount = quote(await deps.views.offers(session), selection)
      return change(session, {
        selection_kind: selection.kind,
        selection_points: selection.points,
        selection_amount: amount,
      })
    },

    async leave(session) {
      if (session.left_at) return
      await change(session, { left_at: clock(), person: null })
    },
  }
}

/** A merchant's own backend credits without knowing shops. */
const shopOf = ({ kind }: Media, { shopNo = FIRST_SHOP }: Pick<OpenSession, 'shopNo'>): number =>
  kind === 'own-backend' ? FIRST_SHOP : shopNo

const testOf = ({ mode }: Media) => ({ test: mode === 'test' })

/** The way back is honoured only where its origin is registered. */
function registered(returnTo: string | undefined, media: Media): string | null {
  const origin = returnTo ? URL.parse(returnTo)?.origin : undefined
  return returnTo && origin && media.origins.includes(origin) ? returnTo : null
}
