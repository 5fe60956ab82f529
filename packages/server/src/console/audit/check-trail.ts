import type { Kysely, Selectable } from 'kysely'
import type { AuditTrailTable, ConsoleTables } from '../tables.ts'
import { CHAIN_START, type ChainedLine, hashOfLine } from './audit-chain.ts'

const BATCH = 1_000
/** More would tell nobody anything new. */
const MAX_PROBLEMS = 50

/** A place in the chain, as `pointpay audit check` prints it and the service logs it at its start. */
export interface AuditHead {
  lines: number
  hash: string
}

export type AuditProblem =
  /** It does not say what was written, or another one stood before it. */
  | { kind: 'altered'; line: number; id: number }
  | { kind: 'missing'; fromLine: number; toLine: number }
  /** Written past the chain: by hand, or by an earlier version that still ran. */
  | { kind: 'not-chained'; id: number }
  /** The row that says how many lines there are and how they end is gone. */
  | { kind: 'head-missing' }
  /** The trail ends otherwise than it says. */
  | { kind: 'head-differs' }
  /** The line that was noted is another one now, or not there: the trail was written anew from somewhere before it. */
  | { kind: 'not-as-noted'; line: number }

export interface TrailCheck {
  head: AuditHead
  problems: AuditProblem[]
}

/** Where the trail ends now; null: the row that says so is gone. */
export async function readHead(db: Kysely<ConsoleTables>): Promise<AuditHead | null> {
  const head = await db.selectFrom('console_audit_head').select(['lines', 'hash']).executeTakeFirst()
  return head ?? null
}

/**
 * Walks the chain from its first line and says what is wrong. Lines that are written meanwhile are left to the next check.
 *
 * @param noted a head from earlier, kept where nobody who can write this database reaches it: without it, a chain that was
 *   written anew from end to end looks whole
 */
export async function checkTrail(db: Kysely<ConsoleTables>, noted: AuditHead | null): Promise<TrailCheck> {
  const head = await readHead(db)
  const problems: AuditProblem[] = head ? [] : [{ kind: 'head-missing' }]
  const end = head?.lines ?? Number.MAX_SAFE_INTEGER
  let last = { line: 0, hash: CHAIN_START }
  let isAsNoted = noted === null || (noted.lines === 0 && noted.hash === CHAIN_START)
  for await (const row of linesUpTo(db, end)) {
    if (row.line !== last.line + 1)
      problems.push({ kind: 'missing', fromLine: last.line + 1, toLine: row.line - 1 })
    // Behind a gap there is nothing to check the first line by.
    else if (row.hash !== hashOfLine(last.hash, row))
      problems.push({ kind: 'altered', line: row.line, id: row.id })
    if (row.line === noted?.lines && row.hash === noted.hash) isAsNoted = true
    last = row
    if (problems.length >= MAX_PROBLEMS) break
  }
  if (head && problems.length < MAX_PROBLEMS) {
    if (last.line < head.lines)
      problems.push({ kind: 'missing', fromLine: last.line + 1, toLine: head.lines })
    else if (last.hash !== head.hash) problems.push({ kind: 'head-differs' })
  }
  if (noted && !isAsNoted && problems.length < MAX_PROBLEMS)
    problems.push({ kind: 'not-as-noted', line: noted.lines })
  problems.push(...(await notChained(db)))
  return { head: head ?? { lines: last.line, hash: last.hash }, problems }
}

async function* linesUpTo(db: Kysely<ConsoleTables>, end: number) {
  for (let before = 0; ;) {
    const rows = await db
      .selectFrom('console_audit')
      .selectAll()
      .where('line', '>', before)
      .where('line', '<=', end)
      .orderBy('line')
      .limit(BATCH)
      .execute()
    for (const row of rows) yield { ...chained(row), id: row.id, hash: row.hash ?? '' }
    if (rows.length < BATCH) return
    before = rows.at(-1)!.line!
  }
}

async function notChained(db: Kysely<ConsoleTables>): Promise<AuditProblem[]> {
  const rows = await db
    .selectFrom('console_audit')
    .select('id')
    .where('line', 'is', null)
    .orderBy('id')
    .limit(MAX_PROBLEMS)
    .execute()
  return rows.map(({ id }) => ({ kind: 'not-chained', id }))
}

function chained(row: Selectable<AuditTrailTable>): ChainedLine {
  return {
    line: row.line ?? 0,
    at: row.at,
    by: row.by_whom,
    action: row.action,
    mediaCode: row.media_code,
    subject: row.subject,
    outcome: row.outcome,
    changes: row.changes,
  }
}
