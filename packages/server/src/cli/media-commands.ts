import {
  type GoLiveItem,
  type AddedMedia,
  type MediaChange,
  mediaChangeSchema,
  mediaModes,
  type MediaStatus,
  memberProofs,
  memberProtectionOf,
  type MemberProtection,
  newMediaSchema,
  popupOwners,
  type UnusualKind,
} from '@pointpay/contracts'
import { type Command, Option } from 'commander'
import { firstLineOfStdin } from './ask-password.ts'
import { appChanges, recordMediaChange } from '../console/audit/media-changes.ts'
import { byWhom } from './by-whom.ts'
import { confirm } from './confirm.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { addMediaKeyCommands, proofKeyLines } from './media-key-commands.ts'
import { addMediaShopsCommand, shopSummary } from './media-shops-command.ts'
import { noSuchMedia } from './no-such-media.ts'
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
  mode?: MediaStatus['mode']
  popup?: MediaStatus['popup']
  capPerCall?: string
  capPerDay?: string
  memberProof?: MediaStatus['memberProof']
  json?: boolean
}

interface SetOptions {
  mode?: MediaStatus['mode']
  popup?: MediaStatus['popup']
  nonceSeparator?: string
  capPerCall?: string
  capPerDay?: string
  memberProof?: MediaStatus['memberProof']
  yes?: boolean
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
    .addOption(modeOption().default('live'))
    .addOption(popupOption())
    .addOption(capPerCallOption())
    .addOption(capPerDayOption())
    .addOption(memberProofOption())
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
        const record = recordMediaChange(console.audit, byWhom(), 'media.add')
        const result = await solution.setUp.add(wanted.data, record)
        if (result.kind !== 'added')
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
        if (result.kind === 'inner-address')
          throw innerAddress('아무것도 추가하지 않았습니다', 'Nothing was added')
        if (result.kind === 'no-cafe24-token')
          throw noCafe24Token('아무것도 추가하지 않았습니다', 'Nothing was added')
        print(result.status, addedLines(result.status), options)
      })
    })

  media
    .command('set')
    .description('시험·실제 모드, 팝업, 한도, 회원 확인을 바꿉니다 / mode, popup, caps, member proof')
    .argument('<code>', '매체코드 / media code')
    .addOption(modeOption())
    .addOption(popupOption())
    .addOption(capPerCallOption())
    .addOption(capPerDayOption())
    .addOption(memberProofOption())
    .option(
      '--nonce-separator <text>',
      'PointPay 팝업: 스킨의 add_param과 누름 번호를 잇는 글자, 예: ~ (빈 값: 잇지 않음) / joins add_param and the nonce',
    )
    .option('--yes', '묻지 않고 실제 모드로 / goes live without asking')
    .option('--json', 'JSON으로 / as JSON')
    .action(async (code: string, options: SetOptions) => {
      const change = wantedChange(options)
      await withParts(async ({ solution, console }) => {
        const mediaCode = code as MediaStatus['code']
        const [before] = await solution.setUp.statuses([mediaCode])
        if (!before) throw noSuchMedia(code)
        if (change.mode === 'live' && before.mode === 'test')
          await confirm(goLiveLines(before), { yes: options.yes ?? false })
        const record = recordMediaChange(console.audit, byWhom(), 'media.change')
        const result = await solution.setUp.change(mediaCode, change, record)
        if (result.kind === 'not-found') throw noSuchMedia(code)
        if (result.kind === 'inner-address') throw innerAddress('바뀐 것은 없습니다', 'Nothing was changed')
        if (result.kind === 'no-cafe24-token')
          throw noCafe24Token('바뀐 것은 없습니다', 'Nothing was changed')
        if (result.kind === 'proof-key-needed')
          throw new CommandFailure(
            `가맹점 서버가 서명할 증명 키가 없습니다. media proof-key ${code}로 먼저 발급해 가맹점 서버에 넣은 다음 켜 주세요. 바뀐 것은 없습니다.`,
            `No proof key was issued: run media proof-key ${code}, give the key to the merchant’s backend, then switch it on. Nothing was changed.`,
          )
        const { status } = result
        const lines = [
          `매체 ${code}: ${modeWords[status.mode]}, ${popupWords[status.popup]} / changed.`,
          '스킨에 넣을 코드가 바뀌었을 수 있습니다. 이것으로 바꿔 넣으세요 / put this into the skin:',
          status.snippet,
        ]
        print(status, lines, options)
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
          const line = { by: byWhom(), action: 'media.app', mediaCode } as const
          const status = await solution.setUp.changeApp(mediaCode, { clientId, clientSecret }, (before) =>
            console.audit.record({ ...line, outcome: 'asked', changes: appChanges(before, clientId) }),
          )
          if (!status)
            throw new CommandFailure(
              `Cafe24 매체 ${code}이(가) 없습니다. media list로 확인해 주세요.`,
              `There is no Cafe24 media ${code}. See: media list`,
            )
          await console.audit.record({ ...line, outcome: 'done' })
          const lines = [
            `매체 ${code}의 앱을 바꾸었습니다. 동의 전이거나 다른 앱으로 바꾸었다면 이 주소로 동의를 받으세요:`,
            `The app was changed. Where there was no consent, or it is another app, the owner consents here:`,
            `   ${status.installUrl}`,
          ]
          print(status, lines, {})
        })
      },
    )

  addMediaKeyCommands(media)
  addMediaShopsCommand(media)

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
          modeWords[status.mode],
          consentWords[status.consent],
          String(status.backlog),
          String(status.needsPerson),
        ])
        print(
          statuses,
          rows.length === 0
            ? ['매체가 없습니다. / No media yet: pointpay media add']
            : table([['매체', '이름', '쇼핑몰', '운영', '동의', '대기', '확인 필요'], ...rows]),
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
        if (!status) throw noSuchMedia(code)
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
  capPerCall: '--cap-per-call',
  capPerDay: '--cap-per-day',
  memberProof: '--member-proof',
}

const consentWords: Record<MediaStatus['consent'], string> = {
  'not-needed': '필요 없음',
  never: '아직 없음',
  consented: '동의함',
  withdrawn: '다시 필요',
}

const modeWords: Record<MediaStatus['mode'], string> = { live: '실제', test: '시험' }
const popupWords: Record<MediaStatus['popup'], string> = { own: '우리 팝업', pointpay: 'PointPay 팝업' }

const goLiveWords: Record<GoLiveItem, string> = {
  consent: '쇼핑몰 주인의 동의 / consent',
  partners: '포인트 제휴사와 본인확인 / partners',
  member: '회원 확인 / member proof',
  origins: 'https로 된 쇼핑몰 주소 / origins',
  'return-url': 'RETURN URL 확인 / RETURN URL',
}

const modeOption = () =>
  new Option('--mode <mode>', '실제(live) 또는 시험(test) / mode').choices([...mediaModes])
const capPerCallOption = () =>
  new Option('--cap-per-call <KRW>', '한 번에 적립할 한도(원) / cap of one RETURN URL call, KRW')
const capPerDayOption = () =>
  new Option('--cap-per-day <KRW>', '하루에 적립할 한도(원) / cap of one day in Korea, KRW')
const memberProofOption = () =>
  new Option('--member-proof <proof>', '회원 확인 방법 / what must prove who the member is').choices([
    ...memberProofs,
  ])
const popupOption = () =>
  new Option('--popup <popup>', '우리 팝업(own) 또는 PointPay 팝업(pointpay) / whose popup').choices([
    ...popupOwners,
  ])

const missingItems = ({ goLive }: MediaStatus) => goLive.filter(({ done }) => !done).map(({ item }) => item)

function goLiveLines(status: MediaStatus): string[] {
  const missing = missingItems(status)
  return [
    `매체 ${status.code}을(를) 실제 모드로 바꿉니다. 이제부터 실제 포인트와 적립금이 움직입니다. / Real points from now on.`,
    ...(missing.length === 0
      ? ['준비가 모두 되었습니다. / Nothing is missing.']
      : ['아직 빠진 것 / still missing:', ...missing.map((item) => `  - ${goLiveWords[item]}`)]),
  ]
}

/** @throws {CommandFailure} where nothing, or something unusable, is to be changed */
function wantedChange({ mode, popup, nonceSeparator, memberProof, ...caps }: SetOptions): MediaChange {
  const given = definedOf({
    mode,
    popup,
    nonceSeparator: nonceSeparator === undefined ? undefined : nonceSeparator || null,
    memberProof,
    ...capsOf(caps),
  })
  const parsed = mediaChangeSchema.safeParse(given)
  if (parsed.success && Object.keys(given).length > 0) return parsed.data
  throw new CommandFailure(
    '바꿀 값을 --mode, --popup, --member-proof, --cap-per-call과 --cap-per-day(1 이상의 원), --nonce-separator(~ | ; : , . ! * 가운데 1~3자)로 주세요. 바뀐 것은 없습니다.',
    'Give --mode, --popup, --member-proof, --cap-per-call or --cap-per-day (KRW, 1 or more), or --nonce-separator (1 to 3 of ~|;:,.!*). Nothing was changed.',
    exitCodes.usage,
  )
}

/** What is no number is NaN, which the schema refuses. */
function numberIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

function capsOf({ capPerCall, capPerDay }: Pick<SetOptions, 'capPerCall' | 'capPerDay'>) {
  return { capPerCall: numberIn(capPerCall), capPerDay: numberIn(capPerDay) }
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

async function wantedMedia(options: AddOptions) {
  const { mallId, clientId, clientSecret, returnUrl } = options
  return {
    code: options.aCode,
    name: options.name ?? options.aCode,
    origins: options.origin ?? [],
    mode: options.mode,
    popup: options.popup,
    returnNetworks: options.returnIp ?? [],
    ...capsOf(options),
    memberProof: options.memberProof,
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

function addedLines(status: AddedMedia): string[] {
  const { proofKey, oldProofKeyUntil } = status
  const keyLines = proofKey ? ['', ...proofKeyLines({ proofKey, oldProofKeyUntil })] : []
  if (status.installUrl === null)
    return [
      `매체 ${status.code}을(를) 추가했습니다. 전환 결과를 ${status.returnUrl} 로 보냅니다.`,
      '',
      '스킨에 넣을 코드 / for the skin:',
      status.snippet,
      ...keyLines,
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
    ...keyLines,
  ]
}

function innerAddress(koreanEnd: string, englishEnd: string): CommandFailure {
  return new CommandFailure(
    `RETURN URL이 내부 주소입니다. 인터넷에서 닿는 주소여야 합니다. ${koreanEnd}.`,
    `The RETURN URL is of this machine or a private network; it must be reachable on the internet. ${englishEnd}.`,
    exitCodes.usage,
  )
}

function noCafe24Token(koreanEnd: string, englishEnd: string): CommandFailure {
  return new CommandFailure(
    `cafe24-token은 카페24 쇼핑몰의 회원에게만 있습니다. --member-proof signed-param을 써 주세요. ${koreanEnd}.`,
    `Only members of Cafe24 malls have a cafe24-token: use --member-proof signed-param. ${englishEnd}.`,
    exitCodes.usage,
  )
}

const protectionWords: Record<MemberProtection, string> = {
  proven: '서명으로 확인 / signed',
  shown: '회원 ID를 보여 주고 믿음 / shown to the shopper and believed',
  trusted: 'PointPay 팝업이 주소를 그대로 믿음 / whatever the address says',
}

const unusualWords: Record<UnusualKind, string> = {
  large: '큰 금액 / large call',
  day: '하루 한도에 가까움 / near the cap for a day',
  rate: '호출이 잦음 / many calls',
  refused: '거절이 잦음 / many refused calls',
}

const krw = (amount: number) => `${amount.toLocaleString('ko-KR')}원`

/** Empty where no replaced key is taken. */
function untilWords(until: string | null): string {
  return until === null ? '' : ` (이전 것은 ${until}까지 / the old one until then)`
}

function unusualSummary({ unusual }: MediaStatus): string {
  const each = unusual.map(({ kind, at, amount, count }) => {
    const sum = amount === null ? '' : `, ${krw(amount)}`
    return `${at} ${unusualWords[kind]} ${count}건${sum}`
  })
  return each.join('; ') || '없음'
}

function statusLines(status: MediaStatus): string[] {
  const problem = status.consentProblem ? ` – ${status.consentProblem}` : ''
  return table([
    ['매체', `${status.code} (${status.name})`],
    ['쇼핑몰', status.mallId ?? '-'],
    ['운영 방식', modeWords[status.mode]],
    ['팝업', popupWords[status.popup]],
    ['동의', `${consentWords[status.consent]}${problem}`],
    ['토큰 유효', status.tokenGoodUntil ?? '-'],
    ['마지막 적립', status.lastCreditAt ?? '-'],
    [
      '대기',
      `${status.backlog}건${status.oldestWaitingMs === null ? '' : `, 가장 오래된 것 ${Math.round(status.oldestWaitingMs / 1_000)}초`}`,
    ],
    ['확인 필요', `${status.needsPerson}건`],
    ['상점', shopSummary(status)],
    ['스크립트 태그', status.scriptTag],
    ['설치 주소', status.installUrl ?? '-'],
    [
      'RETURN URL',
      status.returnUrl === null
        ? '키를 열 수 없습니다. media return-key로 새로 발급해 주세요 / its key cannot be read: issue a new one'
        : status.returnUrl + untilWords(status.oldReturnUrlUntil),
    ],
    ['적립 한도', `한 번 ${krw(status.capPerCall)}, 하루 ${krw(status.capPerDay)} / per call, per day`],
    ['회원 확인', `${status.memberProof} – ${protectionWords[memberProtectionOf(status)]}`],
    [
      '증명 키',
      status.proofKeyIssuedAt === null
        ? '-'
        : `${status.proofKeyIssuedAt} 발급${untilWords(status.oldProofKeyUntil)}`,
    ],
    ['읽을 수 없는 설정', status.broken.join(', ') || '없음'],
    ['평소와 다름', unusualSummary(status)],
    [
      '실제 운영 준비',
      missingItems(status)
        .map((item) => goLiveWords[item])
        .join(', ') || '모두 됨',
    ],
  ])
}
