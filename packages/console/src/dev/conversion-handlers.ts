import {
  cancelRequestSchema,
  conversionQuerySchema,
  conversionRowSchema,
  type ConversionDetail,
} from '@pointpay/contracts'
import { http, HttpResponse } from 'msw'
import { api, bodyOf, forPeople, notFound, refuse } from './answers.ts'
import type { Backend } from './backend.ts'

const PAGE = 30

export const conversionHandlers = (backend: Backend) => {
  const mayBeSeen = (mediaCode: unknown) =>
    backend.me?.role === 'operator' || backend.me?.mediaCodes.some((code) => code === mediaCode)
  const one = (answer: (conversion: ConversionDetail, request: Request) => Response | Promise<Response>) =>
    forPeople(backend, 'all', ({ request, params }) => {
      const conversion = backend.find(params['mediaCode'], params['transactionNumber'])
      return conversion && mayBeSeen(conversion.mediaCode) ? answer(conversion, request) : notFound()
    })
  const path = '/conversions/:mediaCode/:transactionNumber'

  return [
    http.get(
      api('/conversions'),
      forPeople(backend, 'all', ({ request }) => {
        const query = conversionQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams))
        const rows = backend.search(query).filter((row) => mayBeSeen(row.mediaCode))
        const start = Number(query.cursor ?? 0)
        return HttpResponse.json({
          items: rows.slice(start, start + PAGE).map((row) => conversionRowSchema.parse(row)),
          nextCursor: start + PAGE < rows.length ? String(start + PAGE) : null,
        })
      }),
    ),
    http.get(
      api(path),
      one((conversion) => HttpResponse.json(conversion)),
    ),
    http.get(
      api(`${path}/cancel`),
      one((conversion) => HttpResponse.json(backend.preview(conversion))),
    ),
    http.post(
      api(`${path}/cancel`),
      one(async (conversion, request) => {
        const { reason, byHand } = await bodyOf(request, cancelRequestSchema)
        const { available, needed, sufficient, perhapsTaken } = backend.preview(conversion)
        if (JSON.stringify(byHand?.rows ?? []) !== JSON.stringify(perhapsTaken))
          return refuse(
            'points_perhaps_taken',
            '회원의 적립금 내역에 이미 손으로 차감한 것으로 보이는 기록이 있어 아직 취소하지 않았습니다.',
            { details: { available, needed }, perhapsTaken },
          )
        if (byHand?.choice !== 'taken' && !sufficient)
          return refuse(
            'points_insufficient',
            '회원의 적립금이 모자라 취소하지 않았습니다. 남은 적립금을 다시 확인해 주세요.',
          )
        return HttpResponse.json(backend.cancel(conversion, reason), { status: 202 })
      }),
    ),
    http.get(
      api(`${path}/events`),
      one((conversion) => eventsOf(backend, conversion)),
    ),
  ]
}

/** What the server streams: the conversion at once, then again at each change. */
function eventsOf(backend: Backend, { mediaCode, transactionNumber }: ConversionDetail): Response {
  const encoder = new TextEncoder()
  const changes = new TransformStream<ConversionDetail, Uint8Array>({
    transform: (detail, controller) =>
      controller.enqueue(encoder.encode(`event: conversion\ndata: ${JSON.stringify(detail)}\n\n`)),
  })
  const writer = changes.writable.getWriter()
  const stop = backend.onChange((changed) => {
    if (changed.mediaCode === mediaCode && changed.transactionNumber === transactionNumber) send(changed)
  })
  const send = (detail: ConversionDetail) => void writer.write(detail).catch(stop)
  const now = backend.find(mediaCode, transactionNumber)
  if (now) send(now)
  const end = () => void writer.close().catch(stop)
  if (backend.stopped.aborted) end()
  else backend.stopped.addEventListener('abort', end)
  return new HttpResponse(changes.readable, { headers: { 'content-type': 'text/event-stream' } })
}
