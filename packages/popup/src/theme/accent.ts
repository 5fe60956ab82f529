import { atLeast, contrast, mix, parseHex, toHex, type Rgb } from './contrast.ts'

/** PointPay's own. */
const OWN_ACCENT = '#1f4b99'

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** As `--surface` in tokens.css. */
const surfaces = { light: WHITE, dark: [27, 30, 36] } as const satisfies Record<string, Rgb>

/** WCAG 2.2: text 4.5:1. A little more, for the rounding to whole parts. */
const TEXT = 4.55
/** A button is told by its words; its ground need only not melt into ours, as white on white would. */
const GROUND = 1.2

/**
 * A mall's accent colour as CSS custom properties for both schemes. The mall chose it for its own ground, so that it is moved
 * as far as it must be to be readable on ours: `fill` for buttons, `on` for words on it, `text` for words, lines and marks,
 * `soft` for grounds.
 */
export function accentProperties(accent: string | null): Record<string, string> {
  const color = parseHex(accent ?? OWN_ACCENT)
  const properties: Record<string, string> = {}
  for (const [scheme, surface] of Object.entries(surfaces)) {
    const end = scheme === 'light' ? BLACK : WHITE
    const fill = atLeast(GROUND, color, surface, end)
    const soft = mix(surface, color, scheme === 'light' ? 0.09 : 0.2)
    const parts: Record<string, Rgb> = {
      fill,
      on: contrast(WHITE, fill) >= contrast(BLACK, fill) ? WHITE : BLACK,
      text: atLeast(TEXT, atLeast(TEXT, color, surface, end), soft, end),
      soft,
    }
    for (const [name, part] of Object.entries(parts)) properties[`--${scheme}-${name}`] = toHex(part)
  }
  return properties
}
