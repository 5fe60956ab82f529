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
