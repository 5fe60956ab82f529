import { randomBytes } from 'node:crypto'
import type { Database } from './database.ts'
import { koreanShop, readShops, type Shop } from './shops.ts'

export interface Mall {
  mallId: string
  /** Media code that the mall's skin pastes. */
  mediaCode: string
  /** Where the skin's script tag points; null: the simulator's default. */
  widgetSrc: string | null
  /** What a skin editor pasted in place of the simulator's own button and script tag; null: nothing. */
  snippet: string | null
  shops: Shop[]
  ownerPassword: string
}

export interface App {
  mallId: string
  clientId: string
  clientSecret: string
  redirectUris: string[]
  /** What the app may ask for. */
  scopes: string[]
  webhookUrl: string | null
  /** `removed` and `expired` answer 403 to every call. */
  state: 'available' | 'removed' | 'expired'
}

/** Every scope that the simulated Admin API knows. */
export const allScopes = [
  'mall.read_mileage',
  'mall.write_mileage',
  'mall.read_application',
  'mall.write_application',
  'mall.read_privacy',
  'mall.read_store',
]

/** The malls and the apps that were registered for them at Cafe24 Developers. */
export interface Malls {
  find(mallId: string): Mall | null
  /** A shop of a mall, open or not; null where there is none of that number. */
  shop(mallId: string, shopNo: number): Shop | null
  list(): Mall[]
  put(mall: { mallId: string } & Partial<Mall>): Mall
  app(mallId: string, clientId: string): App | null
  apps(mallId: string): App[]
  putApp(app: { mallId: string; clientId: string } & Partial<App>): App
  /** Gives a mall another id; everything that it has follows. */
  rename(from: string, to: string): void
}

/** Every table whose rows belong to a mall. */
const mallTables = ['malls', 'apps', 'members', 'movements', 'codes', 'tokens', 'script_tags', 'visits']

interface MallRow {
  mall_id: string
  a_code: string
  widget_src: string | null
  snippet: string | null
  shops: string
  owner_password: string
}

interface AppRow {
  mall_id: string
  client_id: string
  client_secret: string
  redirect_uris: string
  scopes: string
  webhook_url: string | null
  state: App['state']
}

export function createMalls(database: Database): Malls {
  const find = (mallId: string) => {
    const row = database.get<MallRow>('select * from malls where mall_id = ?', mallId)
    return row ? presentMall(row) : null
  }
  const app = (mallId: string, clientId: string) => {
    const row = database.get<AppRow>(
      'select * from apps where mall_id = ? and client_id = ?',
      mallId,
      clientId,
    )
    return row ? presentApp(row) : null
  }
  return {
    find,
    shop: (mallId, shopNo) => find(mallId)?.shops.find((shop) => shop.shopNo === shopNo) ?? null,
    app,
    list: () => database.all<MallRow>('select * from malls order by mall_id').map(presentMall),
    apps: (mallId) => database.all<AppRow>('select * from apps where mall_id = ?', mallId).map(presentApp),
    put(change) {
      const known = find(change.mallId)
      const mall: Mall = {
        mediaCode: change.mallId,
        widgetSrc: null,
        snippet: null,
        shops: [koreanShop(1), koreanShop(2)],
        ownerPassword: 'pointpay',
        ...known,
        ...defined(change),
      }
      database.run(
        `insert or replace into malls (mall_id, a_code, widget_src, snippet, shops, owner_password)
         values (?, ?, ?, ?, ?, ?)`,
        mall.mallId,
        mall.mediaCode,
        mall.widgetSrc,
        mall.snippet,
        JSON.stringify(mall.shops),
        mall.ownerPassword,
      )
      return mall
    },
    putApp(change) {
      const known = app(change.mallId, change.clientId)
      const merged: App = {
        clientSecret: randomBytes(16).toString('hex'),
        redirectUris: [],
        scopes: allScopes,
        webhookUrl: null,
        state: 'available',
        ...known,
        ...defined(change),
      }
      database.run(
        `insert or replace into apps (mall_id, client_id, client_secret, redirect_uris, scopes, webhook_url, state)
         values (?, ?, ?, ?, ?, ?, ?)`,
        merged.mallId,
        merged.clientId,
        merged.clientSecret,
        JSON.stringify(merged.redirectUris),
        JSON.stringify(merged.scopes),
        merged.webhookUrl,
        merged.state,
      )
      return merged
    },
    rename(from, to) {
      database.transaction(() => {
        for (const table of mallTables)
          database.run(`update ${table} set mall_id = ? where mall_id = ?`, to, from)
      })
    },
  }
}

/** Without the keys that were given as undefined, so that they do not wipe what is known. */
function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value
}

function presentMall(row: MallRow): Mall {
  return {
    mallId: row.mall_id,
    mediaCode: row.a_code,
    widgetSrc: row.widget_src,
    snippet: row.snippet,
    shops: readShops(row.shops),
    ownerPassword: row.owner_password,
  }
}

function presentApp(row: AppRow): App {
  return {
    mallId: row.mall_id,
    clientId: row.client_id,
    clientSecret: row.client_secret,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    scopes: JSON.parse(row.scopes) as string[],
    webhookUrl: row.webhook_url,
    state: row.state,
  }
}
