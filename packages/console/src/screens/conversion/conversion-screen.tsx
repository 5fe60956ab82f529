import type { ConversionDetail, MediaCode, TransactionNumber } from '@pointpay/contracts'
import { useModel, useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Facts } from '../../components/facts.tsx'
import { Instant } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { TestBadge } from '../../components/test-badge.tsx'
import { formatCount, formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { ConversionModel } from '../../models/conversion.ts'
import { hrefTo, hrefToMedia } from '../../routing/routes.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { History } from './history.tsx'
import { Parts } from './parts.tsx'

const words = messages.conversion

export interface ConversionScreenProps {
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
}

/** One conversion: what it is, where it stands this moment, all that happened to it, and its cancel. */
export function ConversionScreen({ mediaCode, transactionNumber }: ConversionScreenProps) {
  const app = useApp()
  const model = useModel(() => new ConversionModel(app, mediaCode, transactionNumber))
  const cancelling = useSignal(false)
  return (
    <Page
      title={words.detailTitle(transactionNumber)}
      actions={
        <Link class="button button--quiet" href={hrefTo('conversions')}>
          {words.back}
        </Link>
      }
    >
      <LoadedView state={model.state.value} reload={model.reload} lines={8}>
        {(detail) => (
          <>
            <Standing detail={detail} live={model.live.value} cancel={() => (cancelling.value = true)} />
            <div class="columns">
              <section class="panel" aria-labelledby="summary">
                <h2 id="summary">{words.summary}</h2>
                <Summary detail={detail} />
                {detail.parts.length > 1 && <Parts parts={detail.parts} />}
              </section>
              <section class="panel" aria-labelledby="history">
                <h2 id="history">{words.history}</h2>
                <History entries={detail.history} test={detail.test} />
              </section>
            </div>
          </>
        )}
      </LoadedView>
      {cancelling.value && (
        <CancelDialog
          mediaCode={mediaCode}
          transactionNumber={transactionNumber}
          onClose={() => (cancelling.value = false)}
          onCancelled={(detail) => {
            model.take(detail)
            cancelling.value = false
          }}
        />
      )}
    </Page>
  )
}

interface StandingProps {
  detail: ConversionDetail
  live: boolean
  cancel(): void
}

function Standing({ detail, live, cancel }: StandingProps) {
  return (
    <section class="standing">
      <div class="standing__state" role="status">
        <StateBadge state={detail.state} />
        {detail.test && <TestBadge />}
        <strong class="standing__amount number">{formatKrw(detail.amount)}</strong>
        <span class={live ? 'quiet' : 'warning'}>{live ? words.live : words.notLive}</span>
      </div>
      {detail.test && <p class="quiet">{words.test}</p>}
      {detail.cancellable && (
        <div class="standing__action">
          <button type="button" class="button button--danger" onClick={cancel}>
            {words.cancel}
          </button>
          <span class="quiet">{cancelHint(detail)}</span>
        </div>
      )}
      {detail.handWork && (
        <Notice tone="attention" title={words.handWork}>
          {detail.handWork}
        </Notice>
      )}
    </section>
  )
}

function cancelHint({ test, points }: ConversionDetail): string {
  if (test) return words.cancelHintOfTest
  // Only PointPay's own popup leaves the points unknown.
  return points === null ? words.cancelHintOfPointPay : words.cancelHint
}

function Summary({ detail }: { detail: ConversionDetail }) {
  return (
    <Facts
      facts={[
        [
          words.memberId,
          <Link key="member" class="code" href={hrefTo('conversions', { memberId: detail.memberId })}>
            {detail.memberId}
          </Link>,
        ],
        [
          words.media,
          <Link key="media" href={hrefToMedia(detail.mediaCode)}>
            {detail.mediaCode}
          </Link>,
        ],
        [words.pointKind, detail.pointKind ?? words.unknownPoints],
        [words.points, detail.points === null ? words.unknownPoints : `${formatCount(detail.points)}P`],
        [words.convertedAt, <Instant key="converted" at={detail.convertedAt} />],
        [
          words.creditedAt,
          detail.creditedAt ? <Instant key="credited" at={detail.creditedAt} /> : messages.none,
        ],
        ...(detail.shopNo === null ? [] : [[words.shop, words.shopNo(detail.shopNo)] as const]),
      ]}
    />
  )
}
