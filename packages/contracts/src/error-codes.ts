import * as z from 'zod/mini'
import { pointHistoryRowSchema } from './point-history.ts'

/**
 * Every error that leaves the server, as a closed list. Codes never change their meaning; messages may change their words.
 */
export const popupErrorCodes = [
  'invalid_request',
  'media_unknown',
  'media_not_ready',
  'shop_not_served',
  'partners_missing',
  'unverified_mode_off',
  'member_proof_needed',
  'member_proof_invalid',
  'session_unknown',
  'session_expired',
  'identity_needed',
  'identity_code_wrong',
  'identity_code_expired',
  'identity_locked',
  'identity_too_soon',
  'identity_too_often',
  'kind_unknown',
  'amount_below_minimum',
  'amount_above_maximum',
  'amount_not_in_unit',
  'balance_insufficient',
  'selection_needed',
  'terms_needed',
  'already_converted',
  'provider_unavailable',
  'provider_refused',
  'too_many_requests',
  'body_too_large',
  'internal',
] as const
export const popupErrorCodeSchema = z.enum(popupErrorCodes)
export type PopupErrorCode = z.infer<typeof popupErrorCodeSchema>

export const consoleErrorCodes = [
  'invalid_request',
  'not_logged_in',
  'credentials_wrong',
  'code_needed',
  'too_many_requests',
  'forbidden',
  'origin_refused',
  'not_found',
  'conflict',
  'not_cancellable',
  'points_insufficient',
  'points_perhaps_taken',
  'consent_needed',
  'cafe24_unavailable',
  'body_too_large',
  'internal',
] as const
export const consoleErrorCodeSchema = z.enum(consoleErrorCodes)
export type ConsoleErrorCode = z.infer<typeof consoleErrorCodeSchema>

/**
 * The body of every answer that is not 2xx. `message` says in the user's language what happened, what state things are in
 * and what to do; `field` names the part of the request that was wrong.
 */
const errorFields = {
  message: z.string(),
  field: z.optional(z.string()),
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
}
export const popupErrorBodySchema = z.object({
  error: z.object({ code: popupErrorCodeSchema, ...errorFields }),
})
export type PopupErrorBody = z.infer<typeof popupErrorBodySchema>
export const consoleErrorBodySchema = z.object({
  error: z.object({
    code: consoleErrorCodeSchema,
    ...errorFields,
    /** With `points_perhaps_taken`: the rows a person must judge before the cancel is asked for again. */
    perhapsTaken: z.optional(z.array(pointHistoryRowSchema)),
  }),
})
export type ConsoleErrorBody = z.infer<typeof consoleErrorBodySchema>
