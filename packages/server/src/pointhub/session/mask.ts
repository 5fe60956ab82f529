/** `홍길동` → `홍*동`, `이준` → `이*`. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim())
  if (letters.length <= 2) return `${letters[0] ?? ''}${'*'.repeat(Math.max(0, letters.length - 1))}`
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}

/** Digits → `010-****-5678`. */
export function maskPhone(digits: string): string {
  return `${digits.slice(0, 3)}-****-${digits.slice(-4)}`
}
