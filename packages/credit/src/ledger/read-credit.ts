import type { Selectable } from 'kysely'
import type { MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'
import { isTestMall } from '../cafe24/test-mall.ts'
import type { CreditTable, PartTable } from '../tables/tables.ts'
import { reasonOf } from './reason.ts'
import type { Credit, CreditId, Part, PartId } from './types.ts'

/** A credit as its row has it. */
export function readCredit(row: Selectable<CreditTable>): Credit {
  return {
    id: String(row.id) as CreditId,
    mediaCode: row.media_code as MediaCode,
    transactionNumber: row.transaction_number as TransactionNumber,
    mallId: row.mall_id,
    test: isTestMall(row.mall_id),
    shopNo: row.shop_no,
    memberId: row.member_id as MemberId,
    amount: row.amount,
    pointKind: row.point_kind,
    state: row.state,
    convertedAt: row.converted_at,
    createdAt: row.created_at,
    creditedAt: row.credited_at,
    cancel:
      row.cancel_asked_at === null
        ? null
        : {
            by: row.cancel_by ?? '',
            reason: row.cancel_reason ?? '',
            askedAt: row.cancel_asked_at,
            doneAt: row.cancelled_at,
          },
  }
}

/** A part as its row has it. */
export function readPart(row: Selectable<PartTable>): Part {
  return {
    id: String(row.id) as PartId,
    direction: row.direction,
    number: row.number,
    parts: row.parts,
    amount: row.amount,
    state: row.state,
    attempts: row.attempts,
    reason: reasonOf(row),
    sentAt: row.sent_at,
    lastCode: row.last_code,
    lastMessage: row.last_message,
  }
}

/** The key behind an id; null: it cannot be one of ours. */
export function keyOf(id: CreditId | PartId): number | null {
  return /^\d{1,15}$/.test(id) ? Number(id) : null
}
