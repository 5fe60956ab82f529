const grouped = new Intl.NumberFormat('ko-KR')

/** `12,345원` */
export function formatKrw(amount: number): string {
  return `${grouped.format(amount)}원`
}

/** `12,345` */
export function formatCount(count: number): string {
  return grouped.format(count)
}
