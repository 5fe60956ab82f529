/** How long something has waited, in its two largest units: `3일 4시간`, `12분`. Under a minute: `1분 미만`. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const parts = [
    [Math.floor(minutes / 1_440), '일'],
    [Math.floor(minutes / 60) % 24, '시간'],
    [minutes % 60, '분'],
  ] as const
  const shown = parts.filter(([count]) => count > 0).slice(0, 2)
  return shown.length > 0 ? shown.map(([count, unit]) => `${count}${unit}`).join(' ') : '1분 미만'
}

/** What is left of a short wait, to the second: `1분 5초`, `59초`. */
export function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  return [minutes > 0 && `${minutes}분`, (rest > 0 || minutes === 0) && `${rest}초`].filter(Boolean).join(' ')
}
