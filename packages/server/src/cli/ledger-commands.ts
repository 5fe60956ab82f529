import type { ReviewItem } from '@pointpay/contracts'
import type { AuditReport } from '@pointpay/credit'
import { type Command, InvalidArgumentError } from 'commander'
import type { Parts } from '../compose.ts'
import { endOfDay, kstText, startOfDay } from '../console/kst-day.ts'
import { addAuditCheckCommand } from './audit-check-command.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { print, table } from './print.ts'
import { withParts } from './with-parts.ts'

/** `pointpay credit …`, `review …`, `audit …`, `token …`: what the ledger knows. */
export function addLedgerCommands(program: Command): void {
  program
    .command('credit')
    .description('적립 / credits')
    .command('status')
    .description('끝나지 않은 적립을 상태별, 쇼핑몰별로 / what is not done, by state and mall')
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { json?: boolean }) =>
      withParts(async ({ credits }) => {
        const counts = await credits.ledger.counts()
        const malls = await credits.malls.statuses()
        const states = Object.entries(counts).map(([state, count]) => [state, String(count)])
        const rows = malls.map((mall) => [
          mall.mallId,
          String(mall.backlog),
          mall.oldestWaitingMs === null ? '-' : `${Math.round(mall.oldestWaitingMs / 1_000)}초`,
          String(mall.needsPerson),
          mall.lastCreditAt ? `${kstText(mall.lastCreditAt)} KST` : '-',
        ])
        print(
          {
            counts,
            malls: malls.map(({ mallId, backlog, oldestWaitingMs, needsPerson, lastCreditAt }) => ({
              mallId,
              backlog,
              oldestWaitingMs,
              needsPerson,
              lastCreditAt,
            })),
          },
          [
            ...(states.length === 0 ? ['끝나지 않은 적립이 없습니다. / Nothing is waiting.'] : table(states)),
            '',
            ...table([['쇼핑몰', '대기', '가장 오래', '확인 필요', '마지막 적립'], ...rows]),
          ],
          options,
        )
      }),
    )

  program
    .command('review')
    .description('사람이 정해야 하는 것 / what only a person can settle')
    .command('list')
    .description('결정은 콘솔의 확인 목록에서 / decided in the console')
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { json?: boolean }) =>
      withParts(async ({ console }) => {
        const items = await allReviews(console.reviews)
        const rows = items.map((item) => [
          kstText(new Date(item.since)),
          item.kind,
          item.mediaCode,
          item.transactionNumber,
          item.memberId,
          `${item.amount.toLocaleString('ko-KR')}원`,
        ])
        print(
          items,
          rows.length === 0
            ? ['확인할 것이 없습니다. / Nothing waits for a person.']
            : table([['언제부터(KST)', '종류', '매체', '거래번호', '회원', '금액'], ...rows]),
          options,
        )
      }),
    )

  const audit = program.command('audit').description('장부와 감사 기록 대조 / auditing')
  addAuditCheckCommand(audit)
  audit
    .command('run')
    .description('원장을 Cafe24 적립금 내역과 대조합니다 / compares the ledger with Cafe24’s books')
    .option('--mall-id <id>', '한 쇼핑몰만 / one mall alone')
    .option('--from <day>', '시작일 KST YYYY-MM-DD; 어제 / yesterday', day)
    .option('--to <day>', '마지막 날; 시작일과 같음 / the same day', day)
    .option('--json', 'JSON으로 / as JSON')
    .action(async (options: { mallId?: string; from?: string; to?: string; json?: boolean }) => {
      const from = options.from ?? kstText(new Date(Date.now() - 86_400_000)).slice(0, 10)
      const span = { from: startOfDay(from), to: endOfDay(options.to ?? from) }
      const reports = await withParts(async ({ credits }) => {
        const malls = await credits.malls.statuses(
          options.mallId === undefined ? undefined : [options.mallId],
        )
        if (options.mallId !== undefined && malls.length === 0)
          throw new CommandFailure(
            `쇼핑몰 ${options.mallId}이(가) 없습니다. credit status로 확인해 주세요.`,
            `There is no mall ${options.mallId}. See: credit status`,
          )
        const made: AuditReport[] = []
        // A mall whose owner never consented has no books to read, and nothing of ours in them.
        const readable = malls.filter(
          ({ mallId, consent }) => consent.kind !== 'never' || mallId === options.mallId,
        )
        for (const { mallId } of readable) made.push(await credits.audit({ mallId, ...span }))
        return made
      })
      print(
        reports,
        reports.length === 0
          ? ['대조할 쇼핑몰이 없습니다. / No mall to audit.']
          : reports.flatMap(reportLines),
        options,
      )
      if (reports.some(({ differences }) => differences === null)) process.exitCode = exitCodes.failed
      else if (reports.some(({ differences }) => differences!.length > 0))
        process.exitCode = exitCodes.differences
    })

  program
    .command('token')
    .description('Cafe24 토큰 / Cafe24’s tokens')
    .command('check')
    .description(
      '쓸 수 있는 토큰이 있는지 보고, 필요하면 갱신합니다 / renews it where need be; never shows it',
    )
    .argument('<mall-id>')
    .action((mallId: string) =>
      withParts(async ({ credits }) => {
        const result = await credits.malls.access(mallId)
        if (result.kind === 'token') {
          print(
            result.scopes,
            [`토큰이 유효합니다. 권한: ${result.scopes.join(' ')} / The token is good.`],
            {},
          )
          return
        }
        const why = 'problem' in result ? result.problem : 'message' in result ? result.message : ''
        throw new CommandFailure(
          `쓸 수 있는 토큰이 없습니다 (${result.kind}${why ? `: ${why}` : ''}). media status의 설치 주소로 동의를 받아 주세요.`,
          `There is no good token (${result.kind}${why ? `: ${why}` : ''}). Send the mall’s owner the install address of: media status`,
        )
      }),
    )
}

async function allReviews(reviews: Parts['console']['reviews']): Promise<ReviewItem[]> {
  const items: ReviewItem[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await reviews.page(cursor ? { cursor } : {})
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new InvalidArgumentError('YYYY-MM-DD')
}

function reportLines({ mallId, compared, differences, problem }: AuditReport): string[] {
  if (differences === null) return [`${mallId}: 대조하지 못했습니다 / not audited: ${problem ?? ''}`]
  return [
    `${mallId}: ${compared}건 대조, 차이 ${differences.length}건 / compared ${compared}, differences ${differences.length}`,
    ...differences.map((difference) => `  ${JSON.stringify(difference)}`),
  ]
}
