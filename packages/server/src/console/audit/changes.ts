/** What something was before and is now, by field. */
export type Changes = Record<string, { from: unknown; to: unknown }>

const HIDDEN = '…'
/** A password or another secret is another now; neither is told. */
export const changedSecret = { from: HIDDEN, to: HIDDEN }

/**
 * The fields that differ; null: none. Something that is new was nothing before.
 * @param secrets fields that are others now, and neither of them is told
 */
export function changesBetween(
  before: object | null,
  after: object | null,
  secrets: readonly string[] = [],
): Changes | null {
  const [from, to] = [plain(before), plain(after)]
  const names = new Set([...Object.keys(from), ...Object.keys(to)])
  const told = [...names]
    .map((name) => [name, { from: from[name] ?? null, to: to[name] ?? null }] as const)
    .filter(([, change]) => JSON.stringify(change.from) !== JSON.stringify(change.to))
  const changes = [...told, ...secrets.map((name) => [name, changedSecret] as const)]
  return changes.length === 0 ? null : Object.fromEntries(changes)
}

/** As JSON has it: instants are text, what is undefined is not there. */
function plain(value: object | null): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value ?? {})) as Record<string, unknown>
}
