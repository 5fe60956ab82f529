import {
  krwSchema,
  type CancelPreview,
  type ConversionDetail,
  type ConversionQuery,
  type ConversionRow,
  type Me,
  type PointHistoryRow,
  type ServiceView,
  type Shop,
} from '@pointpay/contracts'
import { kstDay } from '../format/kst.ts'
import { severalShops } from './builders.ts'
import type { Data } from './sample-data.ts'

/** A server of the console's API, in memory: enough of its behaviour for every screen to be tried without one. */
export interface Backend {
  data: Data
  service: ServiceView
  me: Me | null
  /** ms since the epoch */
  now(): number
  /** KRW that each member could lose now. */
  availableOf(memberId: string): number
  /** What the mall's admin may have taken back of it already. */
  perhapsTakenOf(conversion: ConversionDetail): PointHistoryRow[]
  /** What Cafe24 lists as any mall's shops. */
  shopsAtCafe24(): Shop[]
  find(mediaCode: unknown, transactionNumber: unknown): ConversionDetail | undefined
  search(query: ConversionQuery): ConversionRow[]
  preview(conversion: ConversionDetail): CancelPreview
  /** Cancels: `cancelling` at once, `cancelled` after the mall's answer. */
  cancel(conversion: ConversionDetail, reason: string): ConversionDetail
  update(next: ConversionDetail): ConversionDetail
  onChange(listener: (changed: ConversionDetail) => void): () => void
  /** Aborted by `stop`: open event streams end, as when a server restarts. */
  stopped: AbortSignal
  stop(): void
}

export interface BackendOptions {
  data: Data
  service: ServiceView
  now(): number
  /** How long the mall takes to answer, in ms. */
  mallMs: number
  me?: Me | null
}

export function createBackend({ data, service, now, mallMs, me = null }: BackendOptions): Backend {
  const stopping = new AbortController()
  const listeners = new Set<(changed: ConversionDetail) => void>()
  const backend: Backend = {
    data,
    service,
    me,
    now,
    availableOf: (memberId) => (memberId === 'hanbyul' ? 200 : 5_000_000),
    perhapsTakenOf: ({ memberId, amount, convertedAt }) =>
      memberId === 'minji.kim' ? [takenByHand(convertedAt, amount)] : [],
    shopsAtCafe24: severalShops,
    find: (mediaCode, transactionNumber) =>
      data.conversions.find(
        (each) => each.mediaCode === mediaCode && each.transactionNumber === transactionNumber,
      ),
    search(query) {
      return data.conversions.filter(
        (row) =>
          (!query.mediaCode || row.mediaCode === query.mediaCode) &&
          (!query.memberId || row.memberId === query.memberId) &&
          (!query.transactionNumber || row.transactionNumber === query.transactionNumber) &&
          (!query.state || row.state === query.state) &&
          (!query.from || dayOf(row) >= query.from) &&
          (!query.to || dayOf(row) <= query.to),
      )
    },
    preview(conversion) {
      const available = krwSchema.parse(backend.availableOf(conversion.memberId))
      return {
        available,
        needed: conversion.amount,
        sufficient: available >= conversion.amount,
        perhapsTaken: backend.perhapsTakenOf(conversion),
      }
    },
    cancel(conversion, reason) {
      const asked = backend.update(
        moved(conversion, 'cancelling', 'cancelling', backend.me?.login ?? null, reason),
      )
      setTimeout(() => {
        const sent = moved(asked, 'cancelling', 'credited', null, null)
        backend.update(moved(sent, 'cancelled', 'cancelled', null, null))
      }, mallMs)
      return asked
    },
    update(next) {
      data.conversions = data.conversions.map((each) => (isSame(each, next) ? next : each))
      for (const listener of listeners) listener(next)
      return next
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stopped: stopping.signal,
    stop: () => stopping.abort(),
  }

  function moved(
    from: ConversionDetail,
    state: ConversionDetail['state'],
    to: string,
    by: string | null,
    reason: string | null,
  ): ConversionDetail {
    const entry = {
      at: new Date(now()).toISOString(),
      subject: 'cancel' as const,
      from: null,
      to,
      reason,
      part: null,
      by,
    }
    return {
      ...from,
      state,
      cancellable: false,
      handWork: handWorkOf(from),
      history: [...from.history, entry],
    }
  }
  return backend
}

/** Two hours after the conversion, the mall's admin took as much. */
function takenByHand(convertedAt: string, amount: number): PointHistoryRow {
  const at = new Date(Date.parse(convertedAt) + 7_200_000).toISOString()
  return { at, change: -amount, reason: '고객 요청으로 적립금 회수' }
}

/** After a cancel of what PointPay's own popup converted, which alone leaves the points unknown. */
function handWorkOf({ points, memberId, transactionNumber }: ConversionDetail): string | null {
  if (points !== null) return null
  return (
    'PointPay에서 직접 전환한 건이라 여기서는 적립금만 회수합니다. PointPay 매체 관리자에 매체 담당자 계정으로 로그인한 뒤 ' +
    `메뉴 'KT포인트다모아'에서 회원 아이디 ${memberId}(으)로 검색해 거래번호 ${transactionNumber}을(를) 취소해 주세요.`
  )
}

function isSame(a: ConversionRow, b: ConversionRow): boolean {
  return a.mediaCode === b.mediaCode && a.transactionNumber === b.transactionNumber
}

function dayOf(row: ConversionRow): string {
  return kstDay(Date.parse(row.convertedAt))
}
