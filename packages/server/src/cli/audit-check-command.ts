import { type Command, InvalidArgumentError } from 'commander'
import type { AuditHead, AuditProblem } from '../console/index.ts'
import { exitCodes } from './failure.ts'
import { print } from './print.ts'
import { withParts } from './with-parts.ts'

/** `pointpay audit check` */
export function addAuditCheckCommand(audit: Command): void {
  audit
    .command('check')
    .description(
      '감사 기록이 고쳐지거나 지워지지 않았는지 봅니다 / whether the audit trail is as it was written',
    )
    .option(
      '--noted <lines:hash>',
      '전에 적어 둔 끝 (서비스 로그의 audit.head) / its end as it was noted earlier, from the service’s log',
      noted,
    )
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { noted?: AuditHead; json?: boolean }) =>
      withParts(async ({ console }) => {
        const check = await console.audit.check(options.noted ?? null)
        const { head, problems } = check
        const end = `${head.lines}:${head.hash}`
        print(
          check,
          problems.length === 0
            ? [`감사 기록 ${head.lines}줄이 그대로입니다. 끝: ${end} / The audit trail is whole.`]
            : [
                `감사 기록이 쓰인 그대로가 아닙니다. 끝: ${end} / The audit trail is not as it was written:`,
                ...problems.map((problem) => `  - ${words(problem)}`),
              ],
          options,
        )
        if (problems.length > 0) process.exitCode = exitCodes.differences
      }),
    )
}

function noted(text: string): AuditHead {
  const [, lines, hash = ''] = /^(\d{1,15}):([0-9a-f]{64}|)$/.exec(text) ?? []
  if (lines === undefined) throw new InvalidArgumentError('lines:hash, e.g. 120:9f86…')
  return { lines: Number(lines), hash }
}

function words(problem: AuditProblem): string {
  switch (problem.kind) {
    case 'altered':
      return `${problem.line}번째 줄(id ${problem.id})이나 그 앞줄이 고쳐졌습니다. / Line ${problem.line} or the one before it was altered.`
    case 'missing':
      return `${problem.fromLine}~${problem.toLine}번째 줄이 없습니다. / Lines ${problem.fromLine} to ${problem.toLine} are missing.`
    case 'not-chained':
      return `id ${problem.id}은(는) 서비스가 쓴 줄이 아니거나, 업데이트 중에 이전 버전이 쓴 줄입니다. / Not written by this version of the service.`
    case 'head-missing':
      return '끝을 적은 행(console_audit_head)이 없습니다. / The row that says where it ends is gone.'
    case 'head-differs':
      return '마지막 줄이 끝을 적은 행과 다릅니다. / The last line is not the one that the trail says it ends with.'
    case 'not-as-noted':
      return `${problem.line}번째 줄이 적어 둔 것과 다릅니다. 그 앞 어딘가부터 다시 쓰였습니다. / Line ${problem.line} is not the one that was noted: the trail was written anew.`
  }
}
