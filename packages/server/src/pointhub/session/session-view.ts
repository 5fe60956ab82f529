import type { SessionView } from '@pointpay/contracts'
import type { MediaStore } from '../../media/media-store.ts'
import { conversionOfSession } from '../conversion/conversion-store.ts'
import { conversionView, creditOf } from '../conversion/conversion-view.ts'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { IdentitySteps } from '../identity/identity-steps.ts'
import type { Language } from '../messages.ts'
import type { CreditResults } from '../ports.ts'
import type { KindBalance, PointProvider } from '../provider/point-provider.ts'
import { type Offer, offersOf } from '../provider/quote.ts'
import type { SessionRow } from '../tables.ts'
import { maskMemberId } from './mask.ts'
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
  provider: PointProvider
  identity: IdentitySteps
  clock: Clock
}

export function createSessionViews({
  db,
  media,
  credits,
  provider,
  identity,
  clock,
}: ViewDeps): SessionViews {
  const mediaOf = async (session: SessionRow) => {
    const found = await media.byCode(session.media_code)
    if (!found) throw new Refusal('media_unknown')
    return found
  }

  return {
    async offers(session) {
      const { capPerCall } = await mediaOf(session)
      return offersOf(provider.kinds(), balancesOf(session), capPerCall)
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
        maskedMemberId: maskMemberId(session.member_id),
        returnTo: session.return_to,
        identity: await identity.view(session),
        kinds: offersOf(provider.kinds(), balancesOf(session), shop.capPerCall).map((offer) => ({
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
      } as SessionView
    },
  }
}

function balancesOf(session: SessionRow): KindBalance[] {
  return (session.balances ?? []) as KindBalance[]
}
