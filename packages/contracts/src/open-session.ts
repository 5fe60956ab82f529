import * as z from 'zod/mini'
import { mediaCodeSchema, memberIdSchema, nonceSchema, shopNoSchema } from './ids.ts'

/**
 * A press of the mall's button, as the popup tells the server (popup-api.ts). A file of its own: the popup never parses one, and
 * `z.url` would be in its first load.
 */
export const openSessionSchema = z.object({
  aCode: mediaCodeSchema,
  userId: memberIdSchema,
  addParam: z.optional(z.string().check(z.maxLength(1000))),
  nonce: z.optional(nonceSchema),
  /** The shop that the press was made in; left out: the first. */
  shopNo: z.optional(shopNoSchema),
  /** Where the shopper was, for same-tab: kept only when its origin is registered for the media. */
  returnTo: z.optional(z.url().check(z.maxLength(2000))),
})
export type OpenSession = z.infer<typeof openSessionSchema>
