import type { Texts } from '../texts/texts.ts'

/** `3.2초`, `1분 5초`, for how long something took. */
export function tookText(ms: number, { t }: Texts): string {
  const tenths = Math.max(1, Math.round(ms / 100))
  if (tenths < 600) return t('seconds', { s: (tenths / 10).toFixed(1) })
  const s = Math.round(ms / 1_000)
  return t('minutesSeconds', { m: Math.floor(s / 60), s: s % 60 })
}
