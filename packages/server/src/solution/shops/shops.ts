import { MAX_ORIGINS, type Shop, shopSchema, shopsSchema } from '@pointpay/contracts'
import { type MallShop, shopScopes } from '@pointpay/credit'
import type { Media } from '../../media/media.ts'
import { changeRecorded, type RecordMediaChange } from '../../media/recorded-change.ts'
import type { SolutionOptions } from '../deps.ts'
import { callMall, type MallCallFailure } from '../mall-call.ts'
import type { ReturnMediaStore } from '../return/return-media.ts'

type MallMedia = Media & { mallId: string }

/** The shops of a mall, as Cafe24 lists them. */
export interface Shops {
  /**
   * Reads them and keeps them with the media, in the place of those that were registered. Their domains become mall origins
   * beside the registered ones. Where the reading fails, nothing changes.
   */
  read(
    media: MallMedia,
    record?: RecordMediaChange,
  ): Promise<{ kind: 'done'; media: MallMedia } | MallCallFailure>
}

interface ShopsDeps extends Pick<SolutionOptions, 'db' | 'media' | 'cafe24' | 'credits' | 'clock' | 'log'> {
  returnMedia: ReturnMediaStore
}

export function createShops(deps: ShopsDeps): Shops {
  const { db, media: store, cafe24, clock, log, returnMedia } = deps
  return {
    async read(media, record) {
      const listed = await callMall(deps, media, shopScopes, (access) => cafe24.shops(access))
      if (listed.kind !== 'done') return listed
      const shops = shopsSchema.safeParse(listed.value.map(present))
      if (!shops.success) return { kind: 'unavailable', message: `shops: ${shops.error.issues[0]?.message}` }
      const change = {
        shops: shops.data,
        shopsReadAt: clock(),
        origins: withDomains(media.origins, listed.value),
      }
      const changed = await changeRecorded(db, store, media.code, record, (within) =>
        within.change(media.code, change),
      )
      await returnMedia.announceChange()
      log.info({ mediaCode: media.code, shops: shops.data.length }, 'shops.read')
      return { kind: 'done', media: { ...media, ...changed, mallId: media.mallId } }
    },
  }
}

const { name: nameSchema, language: languageSchema } = shopSchema.shape

/** Names and languages are for people: one that does not fit is left out, and the shop stays. */
function present({ shopNo, name, currency, language, active }: MallShop) {
  return {
    shopNo,
    name: nameSchema.safeParse(name?.slice(0, 100)).data ?? null,
    currency,
    language: languageSchema.safeParse(language).data ?? null,
    active,
  } satisfies Record<keyof Shop, unknown>
}

const hostName = /^[^\s/:@?#]+\.[^\s/:@?#]+$/

/** Every storefront has a mobile one beside it: Cafe24 lists `mymall.cafe24.com` and serves `m.mymall.cafe24.com` too. */
function withDomains(origins: readonly string[], shops: readonly MallShop[]): string[] {
  const read = shops
    .flatMap(({ domains }) => domains)
    .filter((domain) => hostName.test(domain))
    .flatMap((domain) => [`https://${domain}`, `https://m.${domain.replace(/^www\./, '')}`])
    .map((address) => URL.parse(address)?.origin)
  const all = new Set([...origins, ...read.filter((origin) => origin !== undefined)])
  return [...all].slice(0, MAX_ORIGINS)
}
