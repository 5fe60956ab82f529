import type { PartTable } from '../tables/tables.ts'

type TaggedPart = Pick<PartTable, 'direction' | 'tag' | 'number' | 'parts'>

const words = { increase: '제휴포인트 전환', decrease: '제휴포인트 전환취소' }

/**
 * What travels in Cafe24's `reason` and is looked for in its books: unique for ever in its mall, since the tag is, e.g.
 * `제휴포인트 전환 ME2021121733235510625855 (2/3)`.
 */
export function reasonOf({ direction, tag, number, parts }: TaggedPart): string {
  return `${words[direction]} ${tag}${parts > 1 ? ` (${number}/${parts})` : ''}`
}

/** The tag where its media alone had this number in the mall, and where another media had it before. */
export function tagOf(transactionNumber: string, mediaCode: string, taken: boolean): string {
  return taken ? `${transactionNumber} [${mediaCode}]` : transactionNumber
}

/** Whether a line of the books is in our words, whatever its tag. */
export function isOurs(reason: string): boolean {
  return reason.startsWith(words.increase)
}

/** The tag within a line of the books in our words; null: it is not in our words. */
export function tagIn(reason: string): string | null {
  return /^제휴포인트 전환(?:취소)? ([\w-]+(?: \[[\w-]+\])?)(?: \(\d+\/\d+\))?$/.exec(reason)?.[1] ?? null
}

/**
 * Whether a line holds the tag in words that are not ours: somebody gave the points by hand, or Cafe24 changed the reason.
 * Such a line is no proof that the part is there, but none that it is not.
 */
export function holdsOtherwise(reason: string, tag: string): boolean {
  return tagIn(reason) === null && spaced(reason).includes(spaced(tag))
}

/** `ME1` is not in `ME12`: whole words alone, whatever stands between them. */
function spaced(text: string): string {
  return ` ${text.replaceAll(/[^\w-]+/g, ' ').trim()} `
}
