import * as z from 'zod/mini'
import {
  instantSchema,
  krwSchema,
  pointKindCodeSchema,
  pointsSchema,
  transactionNumberSchema,
} from './ids.ts'

/**
 * How the press with this nonce stands, for the widget (`popup.closed` is only a hint). Two addresses answer it:
 * `GET /pointhub/sessions/{nonce}` for our own popup, and `GET /solution/presses/{nonce}` for PointPay's own, which tells
 * nothing until its RETURN URL call came: there only `converted`, `credited` and `failed` occur, and `points` is the amount,
 * since the RETURN URL tells no other.
 * CORS for the media's registered mall origins alone. 404 where the nonce was never seen.
 *
 * | status | means |
 * | --- | --- |
 * | `open` | the popup has a session and nothing moved |
 * | `converting` | points are being taken; not to be called cancelled |
 * | `converted` | points taken, 적립금 on its way |
 * | `credited` | 적립금 in the mall |
 * | `cancelled` | the shopper left, or the session ran out; nothing moved |
 * | `failed` | the conversion ended without 적립금 and the points were given back |
 */
export const sessionStatusSchema = z.object({
  status: z.enum(['open', 'converting', 'converted', 'credited', 'cancelled', 'failed']),
  transactionNumber: z.optional(transactionNumberSchema),
  pointKind: z.optional(pointKindCodeSchema),
  points: z.optional(pointsSchema),
  amount: z.optional(krwSchema),
  creditedAt: z.optional(instantSchema),
  /** Of a media in test mode: nothing real happened. Left out otherwise. */
  test: z.optional(z.literal(true)),
})
export type SessionStatus = z.infer<typeof sessionStatusSchema>
