import type { Language } from '../texts/language.ts'

/** `2:05`, for a countdown; never below `0:00`. */
export function clockText(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
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
