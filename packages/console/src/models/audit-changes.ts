import type { AuditEntry } from '@pointpay/contracts'
import { formatKrw } from '../format/krw.ts'
import { formatInstant } from '../format/kst.ts'
import { messages } from '../messages.ts'

const words = messages.audit

/** One field of a change, in a person's words. */
export type ShownChange = { field: string } & (
  | { kind: 'value'; from: string; to: string }
  | { kind: 'list'; removed: readonly string[]; added: readonly string[] }
  /** It is another now, and what it is stands nowhere. */
  | { kind: 'secret' }
)

/** What changed, field by field. Of something new, what it does not have is left out. */
export function shownChanges({ changes }: Pick<AuditEntry, 'changes'>): ShownChange[] {
  return Object.entries(changes ?? {})
    .filter(([, { from, to }]) => !(isNothing(from) && isNothing(to)))
    .map(([name, change]) => ({ field: words.fields[name] ?? name, ...shown(name, change) }))
}

type Change = NonNullable<AuditEntry['changes']>[string]

function shown(name: string, { from, to }: Change) {
  if (from === HIDDEN || to === HIDDEN) return { kind: 'secret' as const }
  if (Array.isArray(from) || Array.isArray(to)) {
    const [before, after] = [textsOf(name, from), textsOf(name, to)]
    return {
      kind: 'list' as const,
      removed: before.filter((each) => !after.includes(each)),
      added: after.filter((each) => !before.includes(each)),
    }
  }
  return { kind: 'value' as const, from: textOf(name, from), to: textOf(name, to) }
}

const HIDDEN = '…'

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function textsOf(name: string, value: unknown): string[] {
  return Array.isArray(value) ? value.map((each) => textOf(name, each)) : []
}

const isoInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

function textOf(name: string, value: unknown): string {
  if (value === null || value === undefined || isNothing(value)) return messages.none
  if (typeof value === 'number') return name.startsWith('cap') ? formatKrw(value) : String(value)
  if (typeof value === 'object') return Object.entries(value).map(partOf).join(', ')
  const text = String(value)
  if (isoInstant.test(text)) return formatInstant(text)
  return valueWords[name]?.[text] ?? text
}

/** By field. */
const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: messages.media.kind,
  mode: messages.media.mode,
  popup: messages.media.popup,
  memberProof: messages.media.memberProof,
  unverifiedAllowed: { true: messages.media.unverified.yes, false: messages.media.unverified.no },
  active: words.yesNo,
  disabled: words.yesNo,
  role: messages.role,
}

function partOf([name, value]: [string, unknown]): string {
  return `${words.fields[name] ?? name} ${textOf(name, value)}`
}
