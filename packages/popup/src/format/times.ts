import type { Language } from '../texts/language.ts'
import type { Texts } from '../texts/texts.ts'

/** `2:05`, for a countdown; never below `0:00`. */
export function clockText(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
}

/** `3.2초`, `1분 5초`, for how long something took. */
export function tookText(ms: number, { t }: Texts): string {
  const tenths = Math.max(1, Math.round(ms / 100))
  if (tenths < 600) return t('seconds', { s: (tenths / 10).toFixed(1) })
  const s = Math.round(ms / 1_000)
  return t('minutesSeconds', { m: Math.floor(s / 60), s: s % 60 })
}

/** `11월 24일 오전 9:12`, Korean time, as the mall has it. */
export function instantText(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Seoul',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(instant))
}
