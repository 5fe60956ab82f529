import type { Malls } from '@pointpay/credit'
import { jwtVerify } from 'jose'
import * as z from 'zod'
import type { Clock, MemberTokenCheck } from '../pointhub/deps.ts'

const claimsSchema = z.object({ mall_id: z.string(), member_id: z.string().min(1) })

/**
 * Whose token a storefront's `getEncryptedMemberId` gave: signed by Cafe24 with the app's secret, for this mall, and not run
 * out.
 */
export function createMemberTokenCheck(malls: Pick<Malls, 'app'>, clock: Clock): MemberTokenCheck {
  return async ({ mallId }, token) => {
    const app = mallId === null ? null : await malls.app(mallId)
    if (!app) return null
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(app.clientSecret), {
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
        currentDate: clock(),
      })
      const claims = claimsSchema.parse(payload)
      return claims.mall_id === mallId ? claims.member_id : null
    } catch {
      return null
    }
  }
}
