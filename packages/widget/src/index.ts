import type { PointPay } from './api.ts'
import { createClient } from './client.ts'
import { POINTPAY_ORIGIN, type PointPayOptions } from './options.ts'

export type { OpenRequest, PointPay } from './api.ts'
export { defineButton, type PointPayButtonElement } from './button/define-button.ts'
export type { ErrorCode, PopupErrorCode, WidgetErrorCode } from './errors.ts'
export type { Conversion, Credit, Outcome, PointPayEvents } from './events.ts'
export type { Member } from './member/member.ts'
export type { Mode, PointPayOptions, ShopNo, Theme } from './options.ts'
export type { Locale, Texts } from './texts.ts'

/**
 * The SDK for a page of one's own.
 *
 * ```ts
 * const pointpay = createPointPay({ aCode: 'DEMO' })
 * pointpay.on('credited', ({ amount }) => showCredit(amount))
 * button.onclick = () => pointpay.open()
 * ```
 */
export const createPointPay = (options: PointPayOptions): PointPay =>
  createClient(options, POINTPAY_ORIGIN, async () => (await import('./pressed/pressed.ts')).pressed)
