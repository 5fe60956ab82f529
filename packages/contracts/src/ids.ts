import * as z from 'zod/mini'

/**
 * The identifiers and the money of the wire, branded so that one is never taken for another.
 * Meanings: GLOSSARY.md beside this package.
 */

/** Media code (`a_code`): PointPay's name for a merchant. Letters, digits, `_` and `-`, at most 40. */
export const mediaCodeSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,40}$/))
  .brand<'MediaCode'>()
export type MediaCode = z.infer<typeof mediaCodeSchema>

/**
 * A media's member id (`user_id`, `rw_user_id`, Cafe24's `member_id`): 1 to 20 characters (Cafe24's API reference), any script,
 * no blanks at its ends, and no character that nobody sees (unseen-characters.ts): ids that look alike would be two members.
 */
export const memberIdSchema = z
  .string()
  .check(z.minLength(1), z.maxLength(20), z.regex(/^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{DI}\uFFFD]+(?<!\s)$/u))
  .brand<'MemberId'>()
export type MemberId = z.infer<typeof memberIdSchema>

/** Transaction number (`rw_orderno`), unique for one media for ever: e.g. `ME2021121733235510625855`. */
export const transactionNumberSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
  .brand<'TransactionNumber'>()
export type TransactionNumber = z.infer<typeof transactionNumberSchema>

/** Ties one press of the button to its popup, messages and status address: 16 random bytes or more, base64url. */
export const nonceSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{22,64}$/))
  .brand<'Nonce'>()
export type Nonce = z.infer<typeof nonceSchema>

/**
 * Cafe24's number of a shop in a mall: 1 for the first. A mall with several shops has a storefront, a currency and a point
 * history for each.
 */
export const shopNoSchema = z.int().check(z.minimum(1)).brand<'ShopNo'>()
export type ShopNo = z.infer<typeof shopNoSchema>

/** The shop that is meant where nothing names one: the guide knows no other. */
export const FIRST_SHOP = 1 as ShopNo

/** Whole KRW, 0 or more, within what a double holds exactly. */
export const krwSchema = z.int().check(z.nonnegative()).brand<'Krw'>()
export type Krw = z.infer<typeof krwSchema>

/** Partner points: whole, 0 or more. */
export const pointsSchema = z.int().check(z.nonnegative()).brand<'Points'>()
export type Points = z.infer<typeof pointsSchema>

/**
 * A kind of partner point (`rw_pay_type`), e.g. `KT`. The guide says no more of it than "varchar": whatever name PointPay
 * gives a kind is taken, for a refusal would cost a shopper the points. `\p{DI}`: Unicode counts fillers that nobody sees among the letters.
 */
export const pointKindCodeSchema = z
  .string()
  .check(z.regex(/^(?!.*\p{DI})[\p{L}\p{N}_][\p{L}\p{N}_ .+-]{0,29}$/u))
  .brand<'PointKindCode'>()
export type PointKindCode = z.infer<typeof pointKindCodeSchema>

/** An instant as ISO 8601 with a zone, e.g. `2026-11-23T12:00:00.000Z`. */
export const instantSchema = z.iso.datetime({ offset: true })
