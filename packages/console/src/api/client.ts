import {
  accountViewSchema,
  addedMediaSchema,
  auditPageSchema,
  cancelPreviewSchema,
  conversionDetailSchema,
  conversionPageSchema,
  dailyTotalSchema,
  issuedProofKeySchema,
  mediaStatusSchema,
  meSchema,
  reviewPageSchema,
  secondFactorOfferSchema,
  serviceViewSchema,
  type AccountChange,
  type AuditQuery,
  type CancelRequest,
  type CodeBody,
  type ConversionQuery,
  type Login,
  type MediaApp,
  type MediaChange,
  type MediaCode,
  type NewAccount,
  type NewMedia,
  type OwnPassword,
  type ReviewDecision,
  type ReviewQuery,
  type TransactionNumber,
} from '@pointpay/contracts'
import * as z from 'zod/mini'
import { apiUrl, request, type Call, type Wire } from './request.ts'
import { watchConversion, type ConversionWatcher } from './watch-conversion.ts'

/** Days are KST `YYYY-MM-DD`, both included. */
export interface TotalsQuery {
  mediaCode?: MediaCode | undefined
  from: string
  to: string
}

const itemsOf = <Item extends z.ZodMiniType>(item: Item) => z.object({ items: z.array(item) })
const mediaList = itemsOf(mediaStatusSchema)
const totalList = itemsOf(dailyTotalSchema)
const accountList = itemsOf(accountViewSchema)

export type Api = ReturnType<typeof createApi>

/** The console's HTTP API (contracts, console-api.ts), every answer parsed by its schema. */
export function createApi(wire: Wire) {
  const call = <T>(options: Call<T>) => request(wire, options)
  const segment = encodeURIComponent
  const mediaPath = (code: MediaCode) => `/media/${segment(code)}`
  const conversionPath = (code: MediaCode, number: TransactionNumber) =>
    `/conversions/${segment(code)}/${segment(number)}`

  return {
    logIn: (body: Login) => call({ method: 'POST', path: '/login', body, answer: meSchema }),
    logOut: () => call({ method: 'POST', path: '/logout', answer: null }),
    me: (signal?: AbortSignal) => call({ path: '/me', answer: meSchema, signal }),
    offerSecondFactor: (body: OwnPassword) =>
      call({ method: 'POST', path: '/me/second-factor', body, answer: secondFactorOfferSchema }),
    confirmSecondFactor: (body: CodeBody) =>
      call({ method: 'PUT', path: '/me/second-factor', body, answer: meSchema }),
    endSecondFactor: (body: OwnPassword) =>
      call({ method: 'POST', path: '/me/second-factor/end', body, answer: meSchema }),
    service: () => call({ path: '/service', answer: serviceViewSchema }),

    mediaList: (signal?: AbortSignal) => call({ path: '/media', answer: mediaList, signal }),
    media: (code: MediaCode, signal?: AbortSignal) =>
      call({ path: mediaPath(code), answer: mediaStatusSchema, signal }),
    addMedia: (body: NewMedia) => call({ method: 'POST', path: '/media', body, answer: addedMediaSchema }),
    changeMedia: (code: MediaCode, body: MediaChange) =>
      call({ method: 'PATCH', path: mediaPath(code), body, answer: mediaStatusSchema }),
    changeApp: (code: MediaCode, body: MediaApp) =>
      call({ method: 'PUT', path: `${mediaPath(code)}/app`, body, answer: mediaStatusSchema }),
    renewReturnKey: (code: MediaCode) =>
      call({ method: 'POST', path: `${mediaPath(code)}/return-key`, answer: mediaStatusSchema }),
    endOldReturnKey: (code: MediaCode) =>
      call({ method: 'DELETE', path: `${mediaPath(code)}/return-key`, answer: mediaStatusSchema }),
    issueProofKey: (code: MediaCode) =>
      call({ method: 'POST', path: `${mediaPath(code)}/proof-key`, answer: issuedProofKeySchema }),
    endOldProofKey: (code: MediaCode) =>
      call({ method: 'DELETE', path: `${mediaPath(code)}/proof-key`, answer: mediaStatusSchema }),
    readShops: (code: MediaCode) =>
      call({ method: 'PUT', path: `${mediaPath(code)}/shops`, answer: mediaStatusSchema }),
    putScriptTag: (code: MediaCode) =>
      call({ method: 'PUT', path: `${mediaPath(code)}/script-tag`, answer: mediaStatusSchema }),
    removeScriptTag: (code: MediaCode) =>
      call({ method: 'DELETE', path: `${mediaPath(code)}/script-tag`, answer: mediaStatusSchema }),

    conversions: (query: ConversionQuery, signal?: AbortSignal) =>
      call({ path: '/conversions', query, answer: conversionPageSchema, signal }),
    conversion: (code: MediaCode, number: TransactionNumber, signal?: AbortSignal) =>
      call({ path: conversionPath(code, number), answer: conversionDetailSchema, signal }),
    watchConversion: (code: MediaCode, number: TransactionNumber, watcher: ConversionWatcher) =>
      watchConversion(wire, `${conversionPath(code, number)}/events`, watcher),
    cancelPreview: (code: MediaCode, number: TransactionNumber, signal?: AbortSignal) =>
      call({ path: `${conversionPath(code, number)}/cancel`, answer: cancelPreviewSchema, signal }),
    cancel: (code: MediaCode, number: TransactionNumber, body: CancelRequest) =>
      call({
        method: 'POST',
        path: `${conversionPath(code, number)}/cancel`,
        body,
        answer: conversionDetailSchema,
      }),

    reviews: (query: ReviewQuery, signal?: AbortSignal) =>
      call({ path: '/reviews', query, answer: reviewPageSchema, signal }),
    decideReview: (id: string, body: ReviewDecision) =>
      call({ method: 'POST', path: `/reviews/${segment(id)}`, body, answer: conversionDetailSchema }),

    totals: (query: TotalsQuery, signal?: AbortSignal) =>
      call({ path: '/totals', query: { ...query }, answer: totalList, signal }),
    settlementUrl: (query: TotalsQuery) => apiUrl(wire.origin, '/settlement.csv', { ...query }),

    accounts: (signal?: AbortSignal) => call({ path: '/accounts', answer: accountList, signal }),
    addAccount: (body: NewAccount) =>
      call({ method: 'POST', path: '/accounts', body, answer: accountViewSchema }),
    changeAccount: (login: string, body: AccountChange) =>
      call({ method: 'PATCH', path: `/accounts/${segment(login)}`, body, answer: accountViewSchema }),

    audit: (query: AuditQuery, signal?: AbortSignal) =>
      call({ path: '/audit', query, answer: auditPageSchema, signal }),
  }
}
