import type { AuditAction } from '@pointpay/contracts'
import type { Transaction } from 'kysely'
import type { Media } from '../../media/media.ts'
import type { RecordMediaChange } from '../../media/recorded-change.ts'
import type { ConsoleTables } from '../tables.ts'
import type { AuditTrail } from './audit-trail.ts'
import { type Changes, changedSecret, changesBetween } from './changes.ts'

/** Puts a change of a media on the trail, in the transaction that makes it. */
export function recordMediaChange(
  audit: Pick<AuditTrail, 'recordIn'>,
  by: string,
  action: AuditAction,
): RecordMediaChange {
  return (trx, { before, after }) => {
    const media = after ?? before
    // One database: a transaction of the media's tables is one of the trail's too.
    return audit.recordIn(trx as unknown as Transaction<ConsoleTables>, {
      by,
      action,
      mediaCode: media?.code ?? null,
      outcome: 'done',
      changes: shown(before, after),
    })
  }
}

/** Another app, or another secret of the same one. Its secret is never told. */
export function appChanges(clientIdBefore: string | null, clientId: string): Changes | null {
  return changesBetween({ clientId: clientIdBefore }, { clientId }, ['clientSecret'])
}

/** The end of our own RETURN URL is its key. */
function shown(before: Media | null, after: Media | null): Changes | null {
  const changes = changesBetween(before, after)
  const isOurs = (after ?? before)?.kind === 'cafe24'
  return changes?.['returnUrl'] && isOurs ? { ...changes, returnUrl: changedSecret } : changes
}
