import { type MediaStatus, newMediaSchema } from '@pointpay/contracts'
import { type Command, Option } from 'commander'
import { firstLineOfStdin } from './ask-password.ts'
import { byWhom } from './by-whom.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { print, table } from './print.ts'
import { withParts } from './with-parts.ts'

interface AddOptions {
  aCode: string
  mallId?: string
  clientId?: string
  clientSecret?: string
  ownBackend?: boolean
  returnUrl?: string
  returnIp?: string[]
  name?: string
  origin?: string[]
  json?: boolean
}

/** `pointpay media …` */
export function addMediaCommands(program: Command): void {
  const media = program.command('media').description('매체 / media: what PointPay calls a merchant')

  media
    .command('add')
    .description('매체를 추가하고 쇼핑몰 대표운영자에게 보낼 주소를 알려 줍니다 / adds a media')
    .requiredOption('--a-code <code>', '매체코드 / media code')
    .option('--name <name>', '회원에게 보이는 이름 / name that shoppers see (default: the media code)')
    .addOption(new Option('--mall-id <id>', 'Cafe24 로그인 ID / mall id').conflicts('ownBackend'))
    .addOption(new Option('--client-id <id>', 'Cafe24 앱의 Client ID').conflicts('ownBackend'))
    .addOption(
      new Option(
        '--client-secret <secret>',
        'Cafe24 앱의 Client Secret; -: 표준 입력에서 / - reads stdin',
      ).conflicts('ownBackend'),
    )
    .option('--own-backend', '실물가맹점: 적립은 가맹점 서버가 / the merchant credits by itself')
    .option('--return-url <url>', '실물가맹점의 RETURN URL / the own backend’s')
    .option('--return-ip <network...>', 'RETURN URL을 부를 수 있는 IP나 CIDR / source networks')
    .option('--origin <origin...>', '쇼핑몰 주소, 예: https://mymall.cafe24.com / mall origins')
    .option('--json', 'JSON으로 / as JSON')
    .action(async (options: AddOptions) => {
      const wanted = newMediaSchema.safeParse(await wantedMedia(options))
      if (!wanted.success) {
        const [issue] = wanted.error.issues
        const option = optionOf[issue?.path.findLast((step) => typeof step === 'string') ?? '']
        throw new CommandFailure(
          `${option ?? '입력'} 값이 없거나 올바르지 않습니다. 아무것도 추가하지 않았습니다.`,
          `${option ?? 'The input'} is missing or not usable: ${issue?.message ?? ''}. Nothing was added.`,
          exitCodes.usage,
        )
      }
      await withParts(async ({ solution, console }) => {
        const result = await solution.setUp.add(wanted.data)
        await console.audit.record({
          by: byWhom(),
          action: 'media.add',
          mediaCode: wanted.data.code,
          outcome: result.kind,
        })
        if (result.kind === 'exists')
          throw new CommandFailure(
            `매체 ${wanted.data.code}은(는) 이미 있습니다. 바뀐 것은 없습니다. media status로 확인해 주세요.`,
            `Media ${wanted.data.code} exists already. Nothing was changed. See: media status ${wanted.data.code}`,
          )
        if (result.kind === 'mall-taken')
          throw new CommandFailure(
            `이 쇼핑몰은 이미 매체 ${result.byMediaCode}에 연결되어 있습니다. 아무것도 추가하지 않았습니다.`,
            `The mall belongs to media ${result.byMediaCode} already. Nothing was added.`,
          )
        print(result.status, addedLines(result.status), options)
      })
    })

  media
    .command('app')
    .description('쇼핑몰 앱의 Client ID와 Client Secret을 바꿉니다 / another app or secret of a mall')
    .argument('<code>', '매체코드 / media code')
    .requiredOption('--client-id <id>', 'Cafe24 앱의 Client ID')
    .requiredOption('--client-secret <secret>', 'Cafe24 앱의 Client Secret; -: 표준 입력에서 / - reads stdin')
    .action(
      async (code: string, { clientId, clientSecret: given }: { clientId: string; clientSecret: string }) => {
        const clientSecret = await secretOf(given)
        if (!clientId || !clientSecret)
          throw new CommandFailure(
            'Client ID나 Client Secret이 비어 있습니다. 바뀐 것은 없습니다.',
            'The client id or secret is empty. Nothing was changed.',
            exitCodes.usage,
          )
        await withParts(async ({ solution, console }) => {
          const mediaCode = code as MediaStatus['code']
          const status = await solution.setUp.changeApp(mediaCode, { clientId, clientSecret })
          if (!status)
            throw new CommandFailure(
              `Cafe24 매체 ${code}이(가) 없습니다. media list로 확인해 주세요.`,
              `There is no Cafe24 media ${code}. See: media list`,
            )
          await console.audit.record({ by: byWhom(), action: 'media.app', mediaCode, outcome: 'done' })
          const lines = [
            `매체 ${code}의 앱을 바꾸었습니다. 동의 전이거나 다른 앱으로 바꾸었다면 이 주소로 동의를 받으세요:`,
            `The app was changed. Where there was no consent, or it is another app, the owner consents here:`,
            `   ${status.installUrl}`,
          ]
          print(status, lines, {})
        })
      },
    )

  media
    .command('list')
    .description('모든 매체 / all media')
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { json?: boolean }) =>
      withParts(async ({ solution }) => {
        const statuses = await solution.setUp.statuses()
        const rows = statuses.map((status) => [
          status.code,
          status.name,
          status.mallId ?? '-',
          consentWords[status.consent],
          String(status.backlog),
          String(status.needsPerson),
        ])
        print(
          statuses,
          rows.length === 0
            ? ['매체가 없습니다. / No media yet: pointpay media add']
            : table([['매체', '이름', '쇼핑몰', '동의', '대기', '확인 필요'], ...rows]),
          options,
        )
      }),
    )

  media
    .command('status')
    .description('매체의 상태: 동의, 토큰, 마지막 적립, 대기, 확인 필요 / how a media stands')
    .argument('<code>', '매체코드 / media code')
    .option('--json', 'JSON으로 / as JSON')
    .action((code: string, options: { json?: boolean }) =>
      withParts(async ({ solution }) => {
        const [status] = await solution.setUp.statuses([code as MediaStatus['code']])
        if (!status)
          throw new CommandFailure(
            `매체 ${code}이(가) 없습니다. media list로 확인해 주세요.`,
            `There is no media ${code}. See: media list`,
          )
        print(status, statusLines(status), options)
      }),
    )
}

const optionOf: Record<string | symbol, string> = {
  code: '--a-code',
  name: '--name',
  mallId: '--mall-id',
  clientId: '--client-id',
  clientSecret: '--client-secret',
  returnUrl: '--return-url',
  returnNetworks: '--return-ip',
  origins: '--origin',
}

const consentWords: Record<MediaStatus['consent'], string> = {
  'not-needed': '필요 없음',
  never: '아직 없음',
  consented: '동의함',
  withdrawn: '다시 필요',
}

async function wantedMedia(options: AddOptions) {
  const { mallId, clientId, clientSecret, returnUrl } = options
  return {
    code: options.aCode,
    name: options.name ?? options.aCode,
    origins: options.origin ?? [],
    returnNetworks: options.returnIp ?? [],
    integration: options.ownBackend
      ? { kind: 'own-backend', returnUrl }
      : {
          kind: 'cafe24',
          mallId,
          clientId,
          clientSecret: clientSecret && (await secretOf(clientSecret)),
        },
  }
}

/** `-`: not on the command line, where every user of the machine can read it. */
async function secretOf(given: string): Promise<string> {
  return given === '-' ? firstLineOfStdin() : given
}

function addedLines(status: MediaStatus): string[] {
  if (status.installUrl === null)
    return [
      `매체 ${status.code}을(를) 추가했습니다. 전환 결과를 ${status.returnUrl} 로 보냅니다.`,
      '',
      '스킨에 넣을 코드 / for the skin:',
      status.snippet,
    ]
  return [
    `매체 ${status.code}을(를) 추가했습니다.`,
    '',
    '1. 쇼핑몰 대표운영자에게 이 주소를 보내 동의를 받으세요 / send this to the mall’s owner:',
    `   ${status.installUrl}`,
    '2. PointPay에 등록할 RETURN URL / the RETURN URL to register with PointPay:',
    `   ${status.returnUrl}`,
    '3. 스킨에 넣을 코드 / for the skin:',
    `   ${status.snippet}`,
  ]
}

function statusLines(status: MediaStatus): string[] {
  const problem = status.consentProblem ? ` – ${status.consentProblem}` : ''
  return table([
    ['매체', `${status.code} (${status.name})`],
    ['쇼핑몰', status.mallId ?? '-'],
    ['동의', `${consentWords[status.consent]}${problem}`],
    ['토큰 유효', status.tokenGoodUntil ?? '-'],
    ['마지막 적립', status.lastCreditAt ?? '-'],
    [
      '대기',
      `${status.backlog}건${status.oldestWaitingMs === null ? '' : `, 가장 오래된 것 ${Math.round(status.oldestWaitingMs / 1_000)}초`}`,
    ],
    ['확인 필요', `${status.needsPerson}건`],
    ['스크립트 태그', status.scriptTag],
    ['설치 주소', status.installUrl ?? '-'],
    ['RETURN URL', status.returnUrl],
  ])
}
