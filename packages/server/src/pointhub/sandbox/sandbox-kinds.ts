import type { PointKind } from '../provider/point-provider.ts'

interface SandboxKind extends PointKind {
  /** Most points a person may convert in one KST day. */
  dayMaximum: number
  /** What a person who was never seen before owns. */
  initialBalance: number
}

/** Three partners with different rules, so that each rule is met in a demo. */
export const sandboxKinds: readonly SandboxKind[] = [
  {
    code: 'KT',
    name: { ko: 'KT 멤버십 포인트', en: 'KT Membership points' },
    minimum: 100,
    unit: 1,
    maximum: 200_000,
    dayMaximum: 500_000,
    rate: { numerator: 1, denominator: 1 },
    initialBalance: 52_340,
  },
  {
    code: 'OKCASHBAG',
    name: { ko: 'OK캐쉬백 포인트', en: 'OK Cashbag points' },
    minimum: 1_000,
    unit: 10,
    maximum: 100_000,
    dayMaximum: 200_000,
    rate: { numerator: 9, denominator: 10 },
    initialBalance: 18_750,
  },
  {
    code: 'LPOINT',
    name: { ko: 'L.POINT', en: 'L.POINT' },
    minimum: 500,
    unit: 100,
    maximum: 50_000,
    dayMaximum: 50_000,
    rate: { numerator: 1, denominator: 1 },
    initialBalance: 3_150,
  },
]
