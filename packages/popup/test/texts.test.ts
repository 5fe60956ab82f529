import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from '../src/texts/en.ts'
import { koLater } from '../src/texts/ko-later.ts'
import { ko as koFirst } from '../src/texts/ko.ts'
import type { Dictionary, TextKey } from '../src/texts/texts.ts'

const ko: Dictionary = { ...koFirst, ...koLater }

const keys = Object.keys(ko) as TextKey[]
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted()

test('both languages fill in the same things', () => {
  for (const key of keys) expect([key, places(en[key])]).toEqual([key, places(ko[key])])
})

test('every text is used, so that none is translated for nobody', () => {
  const root = new URL('../src/', import.meta.url)
  const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/texts\/(ko|ko-later|en)\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, root), 'utf8'))
    .join('\n')
  // Of a conversion's state (`${state}Title`), or of how a session ended.
  const built = /^(converting|converted|credited|delayed|failed|cancelled|expired|left|unknown)(Title|Lead)$/
  expect(keys.filter((key) => !built.test(key) && !source.includes(`'${key}'`))).toEqual([])
})

test('every refusal and end says what became of the points', () => {
  const ends: TextKey[] = [
    'codeWrong',
    'locked',
    'agreeMissing',
    'kindsFailed',
    'noAnswer',
    'unreadable',
    'expiredLead',
    'leftLead',
    'unknownLead',
    'delayedLead',
    'failedLead',
    'cancelledLead',
    'addressWrong',
    'partLostLead',
  ]
  for (const key of ends) {
    expect(ko[key]).toContain('포인트')
    expect(en[key].toLowerCase()).toMatch(/points|credit/)
  }
})
