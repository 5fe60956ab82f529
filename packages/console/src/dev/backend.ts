import {
  krwSchema,
  type CancelPreview,
  type ConversionDetail,
  type ConversionQuery,
  type ConversionRow,
  type Me,
} from '@pointpay/contracts'
import { kstDay } from '../format/kst.ts'
import type { Data } from './sample-data.ts'

/** A server of the console's API, in memory: enough of its behaviour for every screen to be tried without one. */
export interface Backend {
  data: Data
  me: Me | null
  /** KRW that each member could lose now. */
  availableOf(memberId: string): number
  find(mediaCode: unknown, transactionNumber: unknown): ConversionDetail | undefined
  search(query: ConversionQuery): ConversionRow[]
  preview(conversion: ConversionDetail): CancelPreview
  /** Cancels: `cancelling` at once, `cancelled` after the mall's answer. */
  cancel(conversion: ConversionDetail, reason: string): ConversionDetail
  update(next: ConversionDetail): ConversionDetail
  onChange(listener: (changed: ConversionDetail) => void): () => void
}

export interface BackendOptions {
  data: Data
  now(): number
  /** How long the mall takes to answer, in ms. */
  mallMs: number
  me?: Me | null
}

export function createBackend({ data, now, mallMs, me = null }: BackendOptions): Backend {
  const listeners = new Set<(changed: ConversionDetail) => void>()
  const backend: Backend = {
    data,
    me,
    availableOf: (memberId) => (memberId === 'hanbyul' ? 200 : 5_000_000),
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
      return { available, needed: conversion.amount, sufficient: available >= conversion.amount }
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
    return { ...from, state, cancellable: false, history: [...from.history, entry] }
  }
  return backend
}

function isSame(a: ConversionRow, b: ConversionRow): boolean {
  return a.mediaCode === b.mediaCode && a.transactionNumber === b.transactionNumber
}

function dayOf(row: ConversionRow): string {
  return kstDay(Date.parse(row.convertedAt))
}
