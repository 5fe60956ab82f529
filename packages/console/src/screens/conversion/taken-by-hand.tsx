import { byHandChoices, type CancelPreview, type PointHistoryRow } from '@pointpay/contracts'
import type { Model } from '@preact/signals'
import { useId } from 'preact/hooks'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Instant } from '../../components/instant.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import type { CancelModel } from '../../models/cancel.ts'

const words = messages.cancel

const columns: readonly Column<PointHistoryRow>[] = [
  { label: words.rowAt, heads: true, cell: ({ at }) => <Instant at={at} /> },
  {
    label: words.rowChange,
    align: 'end',
    cell: ({ change }) => <span class="number">{formatKrw(change)}</span>,
  },
  { label: words.rowReason, cell: ({ reason }) => reason || messages.none },
]

export interface TakenByHandProps {
  model: Pick<Model<InstanceType<typeof CancelModel>>, 'byHand' | 'meanwhile' | 'choose'>
  preview: CancelPreview
}

/** Rows by which somebody may have taken the points back already, and the choice that only a person can make. */
export function TakenByHand({ model, preview }: TakenByHandProps) {
  const group = useId()
  const { perhapsTaken, needed, available, sufficient } = preview
  const meanwhile = model.meanwhile.value
  const means = {
    taken: words.byHandMeans.taken,
    deduct: sufficient
      ? words.byHandMeans.deduct(formatKrw(needed))
      : words.cannotDeduct(formatKrw(available ?? 0)),
  }
  return (
    <>
      <Notice
        tone="attention"
        title={meanwhile ? words.perhapsTakenMeanwhile[meanwhile] : words.perhapsTaken}
        {...(meanwhile ? { role: 'alert' } : {})}
      >
        {words.perhapsTakenToDo}
      </Notice>
      <DataTable
        label={words.rows}
        columns={columns}
        rows={perhapsTaken}
        keyOf={(row) => String(perhapsTaken.indexOf(row))}
      />
      <fieldset class="choices">
        <legend>{words.byHandLegend}</legend>
        {byHandChoices.map((choice) => (
          <label key={choice} class="choice">
            <input
              type="radio"
              name={group}
              value={choice}
              checked={model.byHand.value?.choice === choice}
              disabled={choice === 'deduct' && !sufficient}
              onChange={() => model.choose(choice)}
            />
            <span>{words.byHand[choice]}</span>
            <span class="choice__means">{means[choice]}</span>
          </label>
        ))}
      </fieldset>
    </>
  )
}
