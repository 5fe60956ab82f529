import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { Pool } from 'undici'
import { percentile } from '../measure/statistics.ts'
import { aForm } from './a-form.ts'

export interface LoadFigures {
  /** Answers a second. */
  rate: number
  p50Ms: number
  p99Ms: number
  /** Answers that were not `201`. */
  refused: number
}

export interface Load {
  returnUrl: string
  mediaCode: string
  connections: number
  seconds: number
}

const headers = { 'content-type': 'application/x-www-form-urlencoded' }

/** Posts as many RETURN URL forms as go: on each connection the next when the last was answered. */
export async function loadToTheFull({
  returnUrl,
  mediaCode,
  connections,
  seconds,
}: Load): Promise<LoadFigures> {
  let refused = 0
  const result = await autocannon({
    url: returnUrl,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers,
        setupRequest: (request) => ({ ...request, body: aForm(mediaCode) }),
        onResponse: (_status, body) => {
          if (body !== '201') refused += 1
        },
      },
    ],
  })
  return {
    rate: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    refused: refused + result.errors,
  }
}

/** Connections kept open between posts, as a sender of many postbacks has them. */
const KEPT_OPEN_MS = 60_000

export interface Steadily {
  /**
   * Posts forms at a rate of its own, whatever the answers do, as PointPay would. Times run from when a form was due, so a
   * form that had to wait for a connection, or for this process, is not let off.
   */
  post(perSecond: number, seconds: number): Promise<LoadFigures>
  close(): Promise<void>
}

export function openSteadyLoad({ returnUrl, mediaCode, connections }: Load): Steadily {
  const { origin, pathname } = new URL(returnUrl)
  const pool = new Pool(origin, { connections, keepAliveTimeout: KEPT_OPEN_MS })

  // By `dispatch`: a promise and a stream for each answer would cost this process as much as the server.
  const postOne = () =>
    new Promise<string>((resolve, reject) => {
      let answer = ''
      pool.dispatch(
        { path: pathname, method: 'POST', headers, body: aForm(mediaCode) },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData: (_, chunk) => {
            answer += chunk
          },
          onResponseEnd: () => resolve(answer),
          onResponseError: (_, error) => reject(error),
        },
      )
    })

  return {
    async post(perSecond, seconds) {
      const times: number[] = []
      let refused = 0
      const postDue = async (dueMs: number) => {
        if ((await postOne()) !== '201') refused += 1
        times.push(performance.now() - dueMs)
      }
      const posts: Promise<void>[] = []
      const startMs = performance.now()
      const count = Math.floor(perSecond * seconds)
      while (posts.length < count) {
        const dueByNow = ((performance.now() - startMs) / 1000) * perSecond
        for (; posts.length < Math.min(dueByNow, count);)
          posts.push(postDue(startMs + (posts.length / perSecond) * 1000))
        await sleep(1)
      }
      await Promise.all(posts)
      const tookMs = performance.now() - startMs
      return {
        rate: (count / tookMs) * 1000,
        p50Ms: percentile(times, 50),
        p99Ms: percentile(times, 99),
        refused,
      }
    },
    close: () => pool.close(),
  }
}
