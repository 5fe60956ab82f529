import type { Dice } from './dice.ts'
import { members } from './plan.ts'
import { agree, client, redirectUri, type Movement } from './simulated-cafe24.ts'

/** What one would write in an afternoon: POST, and POST again where it did not answer 201. */
const TRIES = 5
const ANSWER_MS = 2_000
const PAUSE_MS = 600

interface Tokens {
  access_token: string
  refresh_token: string
}

export interface NaiveResult {
  credits: number
  /** Of those that the client believes to be credited or not. */
  once: number
  lost: number
  doubled: number
  /** KRW given too much. */
  tooMuch: number
}

/** Runs the naive client over its own malls, one credit at a time each, under the same faults. */
export async function runNaive(
  origin: string,
  malls: readonly string[],
  credits: number,
  dice: Dice,
): Promise<Map<string, number>> {
  const promised = new Map<string, number>()
  const todo = Array.from({ length: credits }, (_, index) => ({
    mallId: malls[index % malls.length] ?? '',
    memberId: members[dice.below(members.length)] ?? '',
    amount: 1 + dice.below(50_000),
    transactionNumber: `ME9${String(index + 1).padStart(9, '0')}`,
  }))
  for (const { transactionNumber, amount } of todo) promised.set(transactionNumber, amount)
  await Promise.all(
    malls.map(async (mallId) => {
      let tokens = await consent(origin, mallId)
      for (const credit of todo.filter((each) => each.mallId === mallId)) {
        for (let tries = 0; tries < TRIES; tries += 1) {
          const status = await post(origin, tokens.access_token, credit)
          if (status === 201) break
          if (status === 401)
            tokens = await tokenCall(origin, mallId, refreshForm(tokens)).catch(() => tokens)
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
        }
      }
    }),
  )
  return promised
}

export function judgeNaive(promised: Map<string, number>, movements: readonly Movement[]): NaiveResult {
  const byTag = Map.groupBy(movements, ({ reason }) => / (ME\d+)/.exec(reason)?.[1] ?? '')
  const result: NaiveResult = { credits: promised.size, once: 0, lost: 0, doubled: 0, tooMuch: 0 }
  for (const [tag, amount] of promised) {
    const times = byTag.get(tag)?.length ?? 0
    if (times === 0) result.lost += 1
    else if (times === 1) result.once += 1
    else {
      result.doubled += 1
      result.tooMuch += amount * (times - 1)
    }
  }
  return result
}

async function post(
  origin: string,
  accessToken: string,
  credit: { mallId: string; memberId: string; amount: number; transactionNumber: string },
): Promise<number> {
  try {
    const answer = await fetch(`${origin}/${credit.mallId}/api/v2/admin/points`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        shop_no: 1,
        request: {
          member_id: credit.memberId,
          amount: `${credit.amount}.00`,
          type: 'increase',
          reason: `제휴포인트 전환 ${credit.transactionNumber}`,
        },
      }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.text()
    return answer.status
  } catch {
    return 0
  }
}

async function consent(origin: string, mallId: string): Promise<Tokens> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    state: 'naive',
    redirect_uri: redirectUri,
    scope: 'mall.read_mileage,mall.write_mileage',
  })
  const code = await agree(`${origin}/${mallId}/api/v2/oauth/authorize?${query}`)
  return tokenCall(origin, mallId, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
}

const refreshForm = ({ refresh_token }: Tokens) => ({ grant_type: 'refresh_token', refresh_token })

async function tokenCall(origin: string, mallId: string, form: Record<string, string>): Promise<Tokens> {
  const answer = await fetch(`${origin}/${mallId}/api/v2/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams(form),
  })
  if (!answer.ok) throw new Error(`The token call answered ${answer.status}`)
  return (await answer.json()) as Tokens
}
