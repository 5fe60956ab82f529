import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accentProperties } from '../src/theme/accent.ts'
import { contrast, parseHex } from '../src/theme/contrast.ts'

const surfaces = { light: parseHex('#ffffff'), dark: parseHex('#1b1e24') }

/** Every colour of a coarse cube, the corners included: 343 malls. */
const levels = ['00', '2b', '55', '80', 'aa', 'd5', 'ff']
const colors = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => `#${r}${g}${b}`)))

test('whatever colour a mall chose, words on it and words in it are readable in both schemes', () => {
  for (const color of colors) {
    const properties = accentProperties(color)
    for (const [scheme, surface] of Object.entries(surfaces)) {
      const part = (name: string) => parseHex(properties[`--${scheme}-${name}`] ?? '')
      expect(contrast(part('on'), part('fill')), `${color} on, ${scheme}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(part('text'), surface), `${color} text, ${scheme}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(part('text'), part('soft')), `${color} soft, ${scheme}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(part('fill'), surface), `${color} fill, ${scheme}`).toBeGreaterThanOrEqual(1.19)
    }
  }
})

test('every text colour of ours is readable on every ground that it stands on, in both schemes', () => {
  const [light = '', dark = ''] = readFileSync(
    new URL('../src/styles/tokens.css', import.meta.url),
    'utf8',
  ).split('@media (prefers-color-scheme: dark)')
  for (const css of [light, dark]) {
    const token = (name: string) => parseHex(new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css)?.[1] ?? '')
    for (const ground of ['surface', 'surface-quiet', 'ground'])
      for (const text of ['text', 'text-quiet'])
        expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5)
    for (const tone of ['good', 'attention', 'bad']) {
      expect(contrast(token(tone), token(`${tone}-ground`))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(token('text'), token(`${tone}-ground`))).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(token('bad'), token('surface'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token('line-strong'), token('surface'))).toBeGreaterThanOrEqual(3)
  }
})
