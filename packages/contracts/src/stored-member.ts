import * as z from 'zod/mini'

/**
 * What Cafe24's storefront writes to `sessionStorage['member_' + shopNo]`: of the record, PointPay reads
 * the id and the expiry and nothing else. `member_id` is `''` or missing for a visitor who is not logged in.
 */
export const storedMemberSchema = z.object({
  /** Epoch ms; written as now + 10 min. */
  exp: z.number(),
  data: z.object({ member_id: z.nullish(z.string()) }),
})
export type StoredMember = z.infer<typeof storedMemberSchema>

export type StoredMemberReading =
  | { kind: 'member'; memberId: string; expiresAtMs: number }
  | { kind: 'guest' }
  | { kind: 'expired'; expiredAtMs: number }
  | { kind: 'malformed' }

/**
 * The reference reading of the stored text. The widget's hand-written parser is held equal to this one by a property test.
 * A record whose `exp` has passed is `expired` whatever member it names, for the storefront itself would drop it.
 */
export function readStoredMember(text: string, nowMs: number): StoredMemberReading {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { kind: 'malformed' }
  }
  const parsed = storedMemberSchema.safeParse(json)
  if (!parsed.success) return { kind: 'malformed' }
  const { exp, data } = parsed.data
  if (exp <= nowMs) return { kind: 'expired', expiredAtMs: exp }
  return data.member_id ? { kind: 'member', memberId: data.member_id, expiresAtMs: exp } : { kind: 'guest' }
}
