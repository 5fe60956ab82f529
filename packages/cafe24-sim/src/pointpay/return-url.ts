import { randomInt } from 'node:crypto'
import { kstWithoutZone } from '../kst.ts'
import { encodeForm, type Charset } from './encode-form.ts'

/** How long the merchant may take to answer. */
const ANSWER_TIMEOUT_MS = 10_000

/** A merchant as PointPay has it registered. */
export interface Media {
  returnUrl: string
  /** What the RETURN URL form is percent-encoded from. */
  charset: Charset
}

/** What the popup was opened with. */
export interface Opening {
  aCode: string
  userId: string
  /** As it came; null: there was none. */
  addParam: string | null
}

/** One call of a RETURN URL, for whoever looks into the simulation. */
export interface Posting {
  a_code: string
  return_url: string
  /** The form before it was encoded. */
  fields: Record<string, string>
  /** The body that went out. */
  body: string
  /** The HTTP status and text that came back; null: nothing came. */
  answer: { status: number; text: string } | null
}

export interface Choice {
  /** e.g. `KT`. */
  kind: string
  points: number
}

/** Tells the merchant of a conversion, as the guide has it: a form, unsigned, once. */
export async function postReturnUrl(
  media: Media,
  { aCode, userId, addParam }: Opening,
  { kind, points }: Choice,
  nowMs: number,
): Promise<Posting> {
  const time = kstWithoutZone(nowMs).slice(0, 19)
  const fields = {
    rw_pay_type: kind,
    rw_user_id: userId,
    rw_price: String(points),
    rw_reg_datetime: time.replace('T', ' '),
    rw_a_code: aCode,
    rw_orderno: `ME${time.replaceAll(/\D/g, '')}${String(randomInt(1e8)).padStart(8, '0')}`,
    ...(addParam !== null && { utc_code: addParam }),
  }
  const body = encodeForm(fields, media.charset)
  return {
    a_code: aCode,
    return_url: media.returnUrl,
    fields,
    body,
    answer: await post(media.returnUrl, body),
  }
}

async function post(address: string, body: string): Promise<Posting['answer']> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      // The guide's form names no charset.
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch {
    return null
  }
}

export type Verdict = { kind: 'taken' } | { kind: 'refused'; reason: string } | { kind: 'unclear' }

/** Reads the merchant's answer: `201`, or `202|-|` and a reason. */
export function judgeAnswer(answer: Posting['answer']): Verdict {
  const text = answer?.text.trim() ?? ''
  if (text === '201') return { kind: 'taken' }
  const refused = /^202\|-\|(.*)$/s.exec(text)
  return refused ? { kind: 'refused', reason: refused[1] ?? '' } : { kind: 'unclear' }
}
