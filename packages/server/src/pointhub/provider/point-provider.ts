/** Whose points: as the identity check, or in unverified mode the merchant, told. */
export interface Person {
  name: string
  /** Digits alone. */
  phone: string
  /** 연계정보 (CI), where the merchant told it. */
  ci: string | null
}

/** A kind of partner point and its rules. Points and KRW are whole numbers. */
export interface PointKind {
  code: string
  name: { ko: string; en: string }
  /** Least points of one conversion. */
  minimum: number
  /** Points must be a multiple of this. */
  unit: number
  /** Most points of one conversion. */
  maximum: number
  /** The mall receives floor(points × numerator ÷ denominator) KRW. */
  rate: { numerator: number; denominator: number }
}

export interface KindBalance {
  code: string
  balance: number
  /** Points that this person may still convert today (KST). */
  dayRest: number
  /** False where the partner did not answer in time; the numbers are then 0. */
  available: boolean
}

export type Reservation =
  | { kind: 'reserved' }
  | { kind: 'refused'; code: 'balance_insufficient' | 'amount_above_maximum' | 'provider_refused' }

/**
 * The partners that keep the points. Every changing call is idempotent by `key`, and throws where its outcome is not known:
 * the caller then asks again with the same key, or takes the step back.
 */
export interface PointProvider {
  kinds(): readonly PointKind[]
  /** Never throws: a kind whose partner does not answer is not `available`, and holds no other kind up. */
  balances(person: Person): Promise<KindBalance[]>
  /** Sets points aside. A key that was released before is refused, so that a late reservation cannot outlive its release. */
  reserve(key: string, request: { person: Person; kind: string; points: number }): Promise<Reservation>
  /** Takes what is set aside. `gone`: nothing is set aside under this key (any more), and nothing was taken. */
  capture(key: string): Promise<'captured' | 'gone'>
  /** Frees what is set aside, or sees to it that this key never sets anything aside. */
  release(key: string): Promise<void>
  /** Gives back what was taken. */
  refund(key: string): Promise<void>
}

/** A partner did not answer, or not in time: whether it did what was asked is not known. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable'
}
