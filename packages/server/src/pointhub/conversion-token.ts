import {
  krwSchema,
  mediaCodeSchema,
  memberIdSchema,
  pointKindCodeSchema,
  shopNoSchema,
  transactionNumberSchema,
} from '@pointpay/contracts'
import { jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { derivedKey, derivedKeys, type Secrets } from '../kernel/secrets.ts'

/**
 * What pointhub vouches for in `utc_code` of a RETURN URL that belongs to our own solution half: whoever knows the RETURN
 * URL but not the secret can neither invent a conversion nor change its member or amount.
 */
const conversionClaimsSchema = z.object({
  mediaCode: mediaCodeSchema,
  memberId: memberIdSchema,
  transactionNumber: transactionNumberSchema,
  pointKind: pointKindCodeSchema,
  /** KRW to credit, equal to the form's `rw_price`. */
  amount: krwSchema,
  /** The shop to credit; left out: the first. */
  shopNo: z.optional(shopNoSchema),
  /** The merchant's own `add_param`; null where there was none, or it was too long to travel along. */
  addParam: z.nullable(z.string()),
  /** Made in test mode: played points, which must never become real 적립금. */
  test: z.optional(z.literal(true)),
})
export type ConversionClaims = z.infer<typeof conversionClaimsSchema>

const AUDIENCE = 'pointpay-solution'
const PURPOSE = 'conversion-token'
/**
 * `utc_code` holds 4,000 characters (contracts, return-url.ts); base64url makes 4 of each 3 bytes and the other claims and the
 * signature need about 600.
 */
const ADD_PARAM_MAX_BYTES = 2_400

/** Signs as a compact JWS (HS256). No expiry: a postback may be posted again days later, and its number is unique. */
export function signConversionToken(secrets: Secrets, claims: ConversionClaims): Promise<string> {
  const fits = Buffer.byteLength(JSON.stringify(claims.addParam)) <= ADD_PARAM_MAX_BYTES
  return new SignJWT({ ...claims, addParam: fits ? claims.addParam : null })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(AUDIENCE)
    .sign(derivedKey(secrets, PURPOSE))
}

/** The claims of a token that was signed with one of these secrets; null for anything else. Never throws. */
export async function verifyConversionToken(
  secrets: Secrets,
  token: string,
): Promise<ConversionClaims | null> {
  for (const key of derivedKeys(secrets, PURPOSE)) {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], audience: AUDIENCE })
      return conversionClaimsSchema.parse(payload)
    } catch {
      // Signed with another secret, or not by us.
    }
  }
  return null
}
