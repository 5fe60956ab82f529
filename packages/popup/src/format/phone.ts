/** `01012345678` → `010-1234-5678`, also while it is being typed. */
export function withDashes(entry: string): string {
  const digits = entry.normalize('NFKC').replace(/\D/g, '').slice(0, 11)
  const middleEnds = digits.length > 10 ? 7 : 6
  if (digits.length < 4) return digits
  if (digits.length <= 7) return `${digits.slice(0, 3)}-${digits.slice(3)}`
  return `${digits.slice(0, 3)}-${digits.slice(3, middleEnds)}-${digits.slice(middleEnds)}`
}
