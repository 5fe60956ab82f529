import {
  FIRST_SHOP,
  formatRegisteredAt,
  parsePressMark,
  parseReturnForm,
  registeredAt,
  type ReturnForm,
  type TransactionNumber,
} from '@pointpay/contracts'
import type { Secrets } from '../../kernel/secrets.ts'
import { type ConversionClaims, verifyConversionToken } from '../../pointhub/conversion-token.ts'
import type { Clock } from '../../pointhub/deps.ts'
import type { Answered } from './answers.ts'
import type { IsKnown } from './is-known.ts'
import type { PromiseCredit } from './promise-credit.ts'
import type { ReturnMedia } from './return-media.ts'

/** PointPay is younger; an older time is a slip, and PostgreSQL knows no year 0. */
const EARLIEST = new Date('2000-01-01T00:00:00+09:00')
/** A sender's clock, or its idea of KST, may be wrong by hours, and not by more, ms. */
const MAX_AHEAD_MS = 24 * 3_600_000

interface TakeFormDeps {
  secrets: Secrets
  clock: Clock
  beganHere: (number: TransactionNumber) => Promise<boolean>
  isKnown: IsKnown
  promiseCredit: PromiseCredit
}

/** Judges a form for a media and promises its credit, or says why not. Throws only where the store fails. */
export function createTakeForm({ secrets, clock, beganHere, isKnown, promiseCredit }: TakeFormDeps) {
  /**
   * PointPay's own popup signs nothing. Our own signs every conversion, so an unsigned form of such a media is somebody else's;
   * except that PointPay may post again what it converted before the media had our popup.
   */
  async function mayBeUnsigned({ code, popup, mode }: ReturnMedia['media'], form: ReturnForm) {
    const transactionNumber = form.rw_orderno
    if (await beganHere(transactionNumber)) return false
    return popup === 'pointpay' || mode === 'test' || isKnown({ mediaCode: code, transactionNumber })
  }

  return async (
    params: URLSearchParams,
    { media, allows }: ReturnMedia,
    clientAddress: () => string,
  ): Promise<Answered> => {
    const parsed = parseReturnForm(params)
    const claims = await claimsOf(params.get('utc_code'), secrets)
    // Our own signature says more than an address: our postbacks need no place on the media's list.
    if (!claims && !allows(clientAddress())) return { kind: 'network' }
    if (parsed.kind !== 'ok') {
      const isMember = parsed.field === 'rw_user_id' && parsed.kind === 'malformed'
      return isMember ? { kind: 'noSuchMember' } : { kind: parsed.kind, field: parsed.field }
    }
    const { form } = parsed
    if (form.rw_a_code !== media.code) return { kind: 'mediaCode' }
    const convertedAt = registeredAt(form)
    if (!isPlausible(convertedAt, form, clock())) return { kind: 'malformed', field: 'rw_reg_datetime' }
    const vouched = claims ? agrees(claims, form) : await mayBeUnsigned(media, form)
    if (!vouched) return { kind: 'signature' }
    const credit = {
      mediaCode: media.code,
      memberId: form.rw_user_id,
      amount: Number(form.rw_price),
      transactionNumber: form.rw_orderno,
      pointKind: form.rw_pay_type,
      convertedAt,
    }
    if (claims) {
      const shopNo = claims.shopNo ?? FIRST_SHOP
      return promiseCredit(media, { ...credit, shopNo }, claims.test ? 'own-test' : 'own-live')
    }
    const { nonce, shopNo } = parsePressMark(markIn(form.utc_code, media.nonceSeparator))
    return promiseCredit(media, { ...credit, shopNo, reference: nonce }, 'unsigned')
  }
}

/** Whether it is a day of the calendar, and a time at which something can have been converted. */
function isPlausible(convertedAt: Date, form: ReturnForm, now: Date): boolean {
  if (formatRegisteredAt(convertedAt) !== form.rw_reg_datetime) return false
  return convertedAt >= EARLIEST && convertedAt.getTime() <= now.getTime() + MAX_AHEAD_MS
}

/** The claims of our own conversion token; null where `utc_code` is anything else, e.g. a media's own `add_param`. */
async function claimsOf(utcCode: string | null, secrets: Secrets): Promise<ConversionClaims | null> {
  return utcCode?.startsWith('eyJ') ? verifyConversionToken(secrets, utcCode) : null
}

/** A mark that names a shop, whatever stands before it. */
const markWithShop = /[0-9a-v]{32}-s(\d+|NaN)$/

/**
 * The widget puts the mark behind the page's own `add_param` and the media's separator. A mark with a shop is found behind any other
 * separator too: a page that has the wrong one must not have its conversions credited in the first shop.
 */
function markIn(utcCode: string | undefined, separator: string | null): string | undefined {
  const named = markWithShop.exec(utcCode ?? '')?.[0]
  return named ?? (separator === null ? utcCode : utcCode?.split(separator).at(-1))
}

function agrees(claims: ConversionClaims, form: ReturnForm): boolean {
  return (
    claims.mediaCode === form.rw_a_code &&
    claims.memberId === form.rw_user_id &&
    claims.transactionNumber === form.rw_orderno &&
    claims.pointKind === form.rw_pay_type &&
    String(claims.amount) === form.rw_price
  )
}
