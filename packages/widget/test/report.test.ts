import { popupErrorCodes, popupMessageSchema, sessionStatusSchema } from '@pointpay/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMessage, parseStatus } from '../src/pressed/report.ts'

const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA'

/** Mostly right, for a message has up to seven fields and one wrong one spoils it. */
const mostly = (right: fc.Arbitrary<unknown>, ...wrong: unknown[]) =>
  fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...wrong) })

const count = mostly(fc.nat(), -1, 1.5, Number.NaN, 2 ** 53, -0, '5', null, undefined)
const name = (longest: number) =>
  mostly(
    fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{1,${longest + 2}}$`)),
    '',
    'a b',
    'a\n',
    '한',
    null,
    7,
    undefined,
  )
const fields = {
  transactionNumber: name(64),
  pointKind: mostly(
    fc.stringMatching(/^[A-Z0-9_ .+한글-]{1,32}$/),
    '',
    'a\n',
    '<b>',
    '👍',
    'a'.repeat(31),
    null,
    7,
  ),
  points: count,
  amount: count,
  message: mostly(fc.string(), null, 5),
  test: mostly(fc.constant(true), false, 'true', 1, null, undefined),
}
const message = fc.oneof(
  fc.record(
    {
      pointpay: mostly(fc.constant(1), 2, '1'),
      nonce: mostly(fc.constant(NONCE), 'other'),
      type: fc.constantFrom(
        'ready',
        'converted',
        'credited',
        'cancelled',
        'error',
        'toString',
        '__proto__',
        5,
      ),
      code: fc.constantFrom(...popupErrorCodes),
      ...fields,
    },
    { requiredKeys: ['type', 'pointpay', 'nonce'] },
  ),
  fc.anything(),
)

const status = fc.oneof(
  fc.record(
    {
      status: fc.constantFrom(
        'open',
        'converting',
        'converted',
        'credited',
        'cancelled',
        'failed',
        'x',
        null,
      ),
      ...fields,
    },
    { requiredKeys: [] },
  ),
  fc.anything(),
)

function referenceMessage(value: unknown) {
  const { data } = popupMessageSchema.safeParse(value)
  if (data?.nonce !== NONCE) return undefined
  const { pointpay: _, nonce: __, ...carried } = data
  return carried
}

function referenceStatus(value: unknown) {
  const { data } = sessionStatusSchema.safeParse(value)
  if (!data) return undefined
  const { status: type, creditedAt: _, ...details } = data
  return { type, ...details }
}

const typesOf = (values: unknown[], read: (value: unknown) => { type: string } | undefined) =>
  new Set(values.map((value) => read(value)?.type))

test('a message is taken exactly when the contracts take it, with the same fields', () => {
  fc.assert(
    fc.property(message, (value) => {
      expect(parseMessage(value, NONCE)).toEqual(referenceMessage(value))
    }),
    { numRuns: 5000 },
  )
})

test('a status is taken exactly when the contracts take it, with the fields that events carry', () => {
  fc.assert(
    fc.property(status, (value) => {
      expect(parseStatus(value)).toEqual(referenceStatus(value))
    }),
    { numRuns: 5000 },
  )
})

test('the generators above do reach what is taken and what is not', () => {
  const sample = { numRuns: 5000, seed: 1 }
  expect(typesOf(fc.sample(message, sample), referenceMessage)).toEqual(
    new Set([undefined, 'ready', 'converted', 'credited', 'cancelled', 'error']),
  )
  expect(typesOf(fc.sample(status, sample), referenceStatus)).toEqual(
    new Set([undefined, 'open', 'converting', 'converted', 'credited', 'cancelled', 'failed']),
  )
})

test('an error code that this version does not know yet is passed on', () => {
  const newer = { pointpay: 1, nonce: NONCE, type: 'error', code: 'a_newer_code', message: '…' }
  expect(parseMessage(newer, NONCE)).toEqual({ type: 'error', code: 'a_newer_code', message: '…' })
})
