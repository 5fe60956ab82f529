import { servedShops, shopsSchema, type MediaStatus, type Shop } from '@pointpay/contracts'
import { type Command, Option } from 'commander'
import type { Parts } from '../compose.ts'
import { recordMediaChange } from '../console/audit/media-changes.ts'
import { byWhom } from './by-whom.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { noSuchMedia } from './no-such-media.ts'
import { print, table } from './print.ts'
import { withParts } from './with-parts.ts'

interface ShopsOptions {
  read?: boolean
  set?: string
  json?: boolean
}

/** `pointpay media shops …` */
export function addMediaShopsCommand(media: Command): void {
  media
    .command('shops')
    .description('쇼핑몰의 상점: 보기, Cafe24에서 읽기, 직접 등록 / shops of a mall: show, read, register')
    .argument('<code>', '매체코드 / media code')
    .addOption(new Option('--read', 'Cafe24에서 읽어 등록합니다 / reads them from Cafe24').conflicts('set'))
    .option(
      '--set <shops>',
      '열린 상점 모두의 번호와 통화, 예: 1:KRW,2:KRW,3:USD / number and currency of all open shops',
    )
    .option('--json', 'JSON으로 / as JSON')
    .action(async (code: string, options: ShopsOptions) => {
      const wanted = options.set === undefined ? null : parseShops(options.set)
      await withParts(async (parts) => {
        const [before] = await parts.solution.setUp.statuses([code as MediaStatus['code']])
        if (!before) throw noSuchMedia(code)
        let status = before
        if (wanted) status = await register(parts, before, wanted)
        if (options.read) status = await readFromCafe24(parts, before)
        const { shops, shopsReadAt, snippet } = status
        const lines = [
          ...shopLines(status),
          ...(snippet === before.snippet
            ? []
            : ['스킨에 넣을 코드가 바뀌었습니다. 이것으로 바꿔 넣으세요 / put this into the skin:', snippet]),
        ]
        print({ shops, shopsReadAt }, lines, options)
      })
    })
}

async function register(
  { solution, console }: Parts,
  media: MediaStatus,
  shops: Shop[],
): Promise<MediaStatus> {
  const { code, kind } = media
  if (kind === 'own-backend') throw hasNoMall(code)
  const result = await solution.setUp.change(
    code,
    { shops: withKnownDetails(shops, media.shops) },
    recordMediaChange(console.audit, byWhom(), 'media.change'),
  )
  if (result.kind !== 'changed') throw noSuchMedia(code)
  return result.status
}

async function readFromCafe24({ solution, console }: Parts, { code }: MediaStatus): Promise<MediaStatus> {
  const record = recordMediaChange(console.audit, byWhom(), 'media.shops.read')
  const result = await solution.setUp.readShops(code, record)
  if (result.kind !== 'done')
    await console.audit.record({
      by: byWhom(),
      action: 'media.shops.read',
      mediaCode: code,
      outcome: result.kind,
    })
  switch (result.kind) {
    case 'done':
      return result.status
    case 'not-found':
      throw hasNoMall(code)
    case 'consent-needed':
      throw new CommandFailure(
        result.message,
        'The owner’s consent does not cover the shops: the owner consents at the address above. Nothing was changed.',
      )
    case 'unavailable':
      throw new CommandFailure(
        result.message,
        'Cafe24 did not give the shops. Nothing was changed. Try again later.',
      )
  }
}

/** All shops in one line, for `media status`. */
export function shopSummary({ shops, shopsReadAt }: Pick<MediaStatus, 'shops' | 'shopsReadAt'>): string {
  if (shops.length === 0) return '-'
  const each = shops.map((shop) => {
    const standing = standingOf(shop)
    return `${shop.shopNo}:${shop.currency}${standing === SERVED ? '' : ` (${standing})`}`
  })
  return `${each.join(', ')} – ${sourceOf(shopsReadAt)}`
}

function shopLines({ shops, shopsReadAt, kind }: MediaStatus): string[] {
  if (kind === 'own-backend')
    return ['실물가맹점에는 상점이 없습니다. / A merchant’s own backend has no shops here.']
  const rows = shops.map((shop) => [
    String(shop.shopNo),
    shop.name ?? '-',
    shop.currency,
    shop.language ?? '-',
    standingOf(shop),
  ])
  return [
    ...(rows.length === 0 ? [] : table([['번호', '이름', '통화', '언어', '상태'], ...rows])),
    sourceOf(shopsReadAt),
    ...(servedShops(shops).length === 0
      ? [
          'KRW를 쓰는 열린 상점이 없어 적립할 수 없습니다. / No open shop counts in KRW: nothing can be credited.',
        ]
      : []),
  ]
}

const SERVED = '적립됨'

function standingOf(shop: Shop): string {
  if (servedShops([shop]).length > 0) return SERVED
  return shop.active ? '버튼 없음 · KRW가 아님' : '닫힌 상점'
}

function sourceOf(shopsReadAt: string | null): string {
  return shopsReadAt === null ? '직접 등록함 / by hand' : `Cafe24에서 읽음 / read from Cafe24: ${shopsReadAt}`
}

/**
 * Reads `--set`.
 * @throws {CommandFailure} naming the piece that cannot be read
 * @example parseShops('1:KRW,3:USD')
 */
function parseShops(text: string): Shop[] {
  const pieces = text.split(',').map((piece) => piece.trim())
  const shops = pieces.flatMap((piece) => {
    const [, number, currency] = /^(\d+):([A-Z]{3})$/.exec(piece) ?? []
    const shop = { shopNo: Number(number), name: null, currency, language: null, active: true }
    const parsed = shopsSchema.safeParse([shop])
    if (parsed.success) return parsed.data
    throw new CommandFailure(
      `--set의 ‘${piece}’을(를) 알 수 없습니다. 번호(1~32767)와 통화(영문 대문자 세 글자)를 1:KRW,2:USD처럼 적어 주세요. 바뀐 것은 없습니다.`,
      `--set: ‘${piece}’ is no shop. Give numbers (1 to 32767) and currencies (three capital letters), like 1:KRW,2:USD. Nothing was changed.`,
      exitCodes.usage,
    )
  })
  const all = shopsSchema.safeParse(shops)
  if (all.success) return all.data
  const repeated = shops.find(
    ({ shopNo }, index) => shops.findIndex((each) => each.shopNo === shopNo) < index,
  )
  throw repeated
    ? new CommandFailure(
        `--set에 상점 ${repeated.shopNo}번이 두 번 있습니다. 바뀐 것은 없습니다.`,
        `--set names shop ${repeated.shopNo} twice. Nothing was changed.`,
        exitCodes.usage,
      )
    : new CommandFailure(
        '--set에는 상점을 100곳까지 적을 수 있습니다. 바뀐 것은 없습니다.',
        '--set takes up to 100 shops. Nothing was changed.',
        exitCodes.usage,
      )
}

/** Name and language are not given on the command line: those of known shops are kept. */
function withKnownDetails(shops: readonly Shop[], known: readonly Shop[]): Shop[] {
  return shops.map((shop) => {
    const before = known.find(({ shopNo }) => shopNo === shop.shopNo)
    return before ? { ...shop, name: before.name, language: before.language } : shop
  })
}

function hasNoMall(code: string): CommandFailure {
  return new CommandFailure(
    `매체 ${code}은(는) 실물가맹점이라 상점이 없습니다. 바뀐 것은 없습니다.`,
    `Media ${code} is a merchant with a backend of its own: it has no shops. Nothing was changed.`,
  )
}
