import type { PartTable } from '../tables/tables.ts'

export type NamedPart = Pick<PartTable, 'direction' | 'tag' | 'mark' | 'number' | 'parts'>

const words = { increase: '제휴포인트 전환', decrease: '제휴포인트 전환취소' }
const directionLetters = { increase: 'G', decrease: 'T' }

/**
 * What travels in Cafe24's `reason`: the part's key, which its first letters suffice for, then words for people, e.g.
 * `7K3Q9ZX2ABG2 제휴포인트 전환 ME2021121733235510625855 (2/3)`. Parts from before keys existed have words alone.
 */
export function reasonOf(part: NamedPart): string {
  const { direction, tag, number, parts } = part
  const text = `${words[direction]} ${tag}${parts > 1 ? ` (${number}/${parts})` : ''}`
  const key = keyOf(part)
  return key === null ? text : `${key} ${text}`
}

/** The tag where its media alone had this number in the mall, and where another media had it before. */
export function tagOf(transactionNumber: string, mediaCode: string, taken: boolean): string {
  return taken ? `${transactionNumber} [${mediaCode}]` : transactionNumber
}

/** The credit's mark, G for given or T for taken back, and the part's number; null: a part from before marks. */
export function keyOf({ mark, direction, number }: Omit<NamedPart, 'tag' | 'parts'>): string | null {
  return mark === null ? null : `${mark}${directionLetters[direction]}${number}`
}

/** Whether a row's reason is this part's, also where Cafe24 cut it off after the key or changed the words. */
export function isReasonOf(reason: string, part: NamedPart): boolean {
  const key = keyOf(part)
  return key === null ? reason === reasonOf(part) : keysIn(reason).includes(key)
}

/**
 * Whether a row names the part's credit, in whatever words: somebody gave or took the points by hand. No proof that the part
 * was applied, and none that it was not. Another part's own row is no such row.
 */
export function namesCredit(reason: string, part: NamedPart): boolean {
  // A transaction number may look like a key.
  const ofAnotherPart = keysIn(reason).some((key) => key !== part.tag) || tagIn(reason) !== null
  if (ofAnotherPart) return false
  return asWords(reason).includes(asWords(part.tag)) || (part.mark !== null && reason.includes(part.mark))
}

/** Whether a row's reason is one that we write, whichever credit it is for. */
export function isOurs(reason: string): boolean {
  return keysIn(reason).length > 0 || tagIn(reason) !== null
}

/** The tag within a reason that we write; null: it is none, or was cut before the tag's end. */
export function tagIn(reason: string): string | null {
  const text =
    /^(?:[0-9A-HJKMNP-TV-Z]{10}[GT]\d{1,4} )?제휴포인트 전환(?:취소)? ([\w-]+(?: \[[\w-]+\])?)(?: \(\d+\/\d+\))?$/
  return text.exec(reason)?.[1] ?? null
}

/** Keys of parts in a reason, e.g. `7K3Q9ZX2ABG2`. */
export function keysIn(reason: string): string[] {
  return [...reason.matchAll(/(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Z]{10}[GT]\d{1,4}(?![0-9A-Za-z])/g)].map(
    ([key]) => key,
  )
}

/** `ME1` is not in `ME12`: whole words alone, whatever stands between them. */
function asWords(text: string): string {
  return ` ${text.replaceAll(/[^\w-]+/g, ' ').trim()} `
}
