import type { SessionView } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import { conversionOfSession } from '../conversion/conversion-store.ts'
import { conversionView, creditOf } from '../conversion/conversion-view.ts'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { IdentitySteps } from '../identity/identity-steps.ts'
import type { Language } from '../messages.ts'
import type { CreditResults } from '../ports.ts'
import type { PartnersOf } from '../provider/partners.ts'
import type { KindBalance } from '../provider/point-provider.ts'
import { type Offer, offersOf } from '../provider/quote.ts'
import type { SessionRow } from '../tables.ts'
import { isOpen } from './require-open.ts'

export interface SessionViews {
  view(session: SessionRow, language: Language): Promise<SessionView>
  /** What the shopper may choose from; none until the identity is verified. */
  offers(session: SessionRow): Promise<Offer[]>
}

interface ViewDeps {
  db: PointhubDb
  media: MediaStore
  credits: CreditResults
  partnersOf: PartnersOf
  identity: IdentitySteps
  clock: Clock
}

export function createSessionViews({
  db,
  media,
  credits,
  partnersOf,
  identity,
  clock,
}: ViewDeps): SessionViews {
  const mediaOf = async (session: SessionRow) => {
    const found = await media.byCode(session.media_code)
    if (!found) throw new Refusal('media_unknown')
    return found
  }

  /** A session from before the partners were taken out of the settings has nothing to choose from. */
  function offersFor(session: SessionRow, { capPerCall }: Media): Offer[] {
    const kinds = partnersOf.find(session)?.provider.kinds() ?? []
    return offersOf(kinds, balancesOf(session), capPerCall)
  }

  return {
    async offers(session) {
      return offersFor(session, await mediaOf(session))
    },

    async view(session, language) {
      const now = clock()
      const shop = await mediaOf(session)
      const conversion = await conversionOfSession(db, session.id)
      const credit = conversion ? await creditOf(conversion, credits) : null
      return {
        id: session.id,
        nonce: session.nonce,
        expiresAt: session.expires_at.toISOString(),
        media: { code: shop.code, name: shop.name, accentColor: shop.accentColor, origins: shop.origins },
        memberId: session.member_id,
        returnTo: session.return_to,
        identity: await identity.view(session),
        kinds: offersFor(session, shop).map((offer) => ({
          code: offer.code,
          name: offer.name[language],
          balance: offer.balance,
          minimum: offer.minimum,
          unit: offer.unit,
          maximum: offer.maximum,
          rate: offer.rate,
          available: offer.available,
        })),
        selection: session.selection_kind && {
          kind: session.selection_kind,
          points: session.selection_points,
          amount: session.selection_amount,
        },
        conversion: conversion ? conversionView(conversion, credit, language, now) : null,
        leftBefore: session.left_before_at && { at: session.left_before_at.toISOString() },
        open: isOpen(session, now),
        sandbox: partnersOf.find(session)?.sandbox ?? false,
        test: session.test,
      } as SessionView
    },
  }
}

function balancesOf(session: SessionRow): KindBalance[] {
  return (session.balances ?? []) as KindBalance[]
}
