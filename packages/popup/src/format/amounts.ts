import type { PointKindView } from '@pointpay/contracts'
import type { Language } from '../texts/language.ts'

/** `12,345`; both languages group by thousands with a comma. */
export const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** `12,345P` */
export const inPoints = (points: number) => `${grouped(points)}P`

/** `12,345원`, `12,345 KRW` */
export const inWon = (amount: number, language: Language) =>
  language === 'ko' ? `${grouped(amount)}원` : `${grouped(amount)} KRW`

/** `10P = 9원` */
export const rateText = ({ rate }: PointKindView, language: Language) =>
  `${inPoints(rate.denominator)} = ${inWon(rate.numerator, language)}`
