import * as z from 'zod/mini'
import { krwSchema, nonceSchema, pointKindCodeSchema, pointsSchema, transactionNumberSchema } from './ids.ts'
import { popupErrorCodeSchema } from './error-codes.ts'

/**
 * What the popup posts to its opener, and only to a registered mall origin. Every message carries the nonce of the press
 * that opened this popup; a listener takes a message only from the popup's origin, from that window, with that nonce.
 */
const envelope = { pointpay: z.literal(1), nonce: nonceSchema }

/** Of a media in test mode: nothing real happened. Left out otherwise. */
const test = z.optional(z.literal(true))

/** The popup has a session: it is alive and knows mall and member. */
export const readyMessageSchema = z.object({ ...envelope, type: z.literal('ready') })

/** Partner points were taken; the 적립금 is on its way. */
export const convertedMessageSchema = z.object({
  ...envelope,
  type: z.literal('converted'),
  transactionNumber: transactionNumberSchema,
  pointKind: pointKindCodeSchema,
  points: pointsSchema,
  amount: krwSchema,
  test,
})

/** The 적립금 is in the mall. */
export const creditedMessageSchema = z.object({
  ...envelope,
  type: z.literal('credited'),
  transactionNumber: transactionNumberSchema,
  amount: krwSchema,
  test,
})

/** The shopper left before converting; nothing moved. */
export const cancelledMessageSchema = z.object({ ...envelope, type: z.literal('cancelled') })

/** The conversion cannot go on. `message` is in the shopper's language. */
export const errorMessageSchema = z.object({
  ...envelope,
  type: z.literal('error'),
  code: popupErrorCodeSchema,
  message: z.string(),
})

export const popupMessageSchema = z.discriminatedUnion('type', [
  readyMessageSchema,
  convertedMessageSchema,
  creditedMessageSchema,
  cancelledMessageSchema,
  errorMessageSchema,
])
export type PopupMessage = z.infer<typeof popupMessageSchema>
