import type { AuditAction, IssuedProofKey, MediaCode, MediaStatus } from '@pointpay/contracts'
import type { Command } from 'commander'
import type { Parts } from '../compose.ts'
import { recordMediaChange } from '../console/audit/media-changes.ts'
import type { RecordMediaChange } from '../media/recorded-change.ts'
import { byWhom } from './by-whom.ts'
import { CommandFailure } from './failure.ts'
import { noSuchMedia } from './no-such-media.ts'
import { print } from './print.ts'
import { withParts } from './with-parts.ts'

interface KeyOptions {
  endOld?: boolean
  json?: boolean
}

/** `pointpay media return-key …` and `pointpay media proof-key …` */
export function addMediaKeyCommands(media: Command): void {
  media
    .command('return-key')
    .description(
      'RETURN URL을 새로 발급하거나 이전 것을 끝냅니다 / a new RETURN URL, or an end to the old one',
    )
    .argument('<code>', '매체코드 / media code')
    .option('--end-old', '이전 RETURN URL을 지금 끝냅니다 / the RETURN URL before the present one ends now')
    .option('--json', 'JSON으로 / as JSON')
    .action(async (code: string, options: KeyOptions) => {
      const status = options.endOld
        ? await changeKey(code, 'media.return-key.end-old', ({ solution }, ...args) =>
            solution.setUp.endOldReturnKey(...args),
          )
        : await changeKey(code, 'media.return-key', ({ solution }, ...args) =>
            solution.setUp.renewReturnKey(...args),
          )
      if (!status)
        throw new CommandFailure(
          `Cafe24 매체 ${code}이(가) 없습니다. 바뀐 것은 없습니다. media list로 확인해 주세요.`,
          `There is no Cafe24 media ${code}. Nothing was changed. See: media list`,
        )
      print(status, options.endOld ? oldEndedLines('RETURN URL') : returnKeyLines(status), options)
    })

  media
    .command('proof-key')
    .description(
      '가맹점 서버가 서명할 증명 키를 발급하거나 이전 것을 끝냅니다 / a key for the merchant to sign with',
    )
    .argument('<code>', '매체코드 / media code')
    .option('--end-old', '이전 증명 키를 지금 끝냅니다 / the key before the present one ends now')
    .option('--json', 'JSON으로 / as JSON')
    .action(async (code: string, options: KeyOptions) => {
      if (options.endOld) {
        const status = await changeKey(code, 'media.proof-key.end-old', ({ solution }, ...args) =>
          solution.setUp.endOldProofKey(...args),
        )
        if (!status) throw noSuchMedia(code)
        print(status, oldEndedLines('증명 키 / proof key'), options)
        return
      }
      const issued = await changeKey(code, 'media.proof-key', ({ solution }, ...args) =>
        solution.setUp.issueProofKey(...args),
      )
      if (!issued) throw noSuchMedia(code)
      print(issued, proofKeyLines(issued), options)
    })
}

function changeKey<T>(
  code: string,
  action: AuditAction,
  carryOut: (parts: Parts, code: MediaCode, record: RecordMediaChange) => Promise<T>,
): Promise<T> {
  return withParts((parts) =>
    carryOut(parts, code as MediaCode, recordMediaChange(parts.console.audit, byWhom(), action)),
  )
}

function returnKeyLines({ returnUrl, oldReturnUrlUntil }: MediaStatus): string[] {
  return [
    '새 RETURN URL을 PointPay에 등록해 주세요 / register this with PointPay:',
    `   ${returnUrl}`,
    `이전 RETURN URL은 ${oldReturnUrlUntil}까지 받습니다. 새 나갔다면 --end-old로 바로 끝내세요.`,
    `The one before is taken until then. If it leaked, end it now with --end-old.`,
  ]
}

/** What to hand to the merchant's developer, whether the key is the first or another. */
export function proofKeyLines({
  proofKey,
  oldProofKeyUntil,
}: Pick<IssuedProofKey, 'proofKey' | 'oldProofKeyUntil'>): string[] {
  return [
    '증명 키입니다. 다시 볼 수 없으니 지금 가맹점 서버에 넣어 주세요 / for the merchant’s backend, shown this once:',
    `   ${proofKey}`,
    ...(oldProofKeyUntil
      ? [`이전 증명 키는 ${oldProofKeyUntil}까지 받습니다. / The key before is taken until then.`]
      : []),
  ]
}

function oldEndedLines(what: string): string[] {
  return [`이전 ${what}은(는) 이제 받지 않습니다. / The old one is no longer taken.`]
}
