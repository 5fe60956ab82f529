import {
  mediaCodeSchema,
  transactionNumberSchema,
  type MediaCode,
  type TransactionNumber,
} from '@pointpay/contracts'

/** The console's screens. Each has an address that can be opened, reloaded and sent to a colleague. */
export type Route =
  | { screen: 'conversions' }
  | { screen: 'conversion'; mediaCode: MediaCode; transactionNumber: TransactionNumber }
  | { screen: 'reviews' }
  | { screen: 'media' }
  | { screen: 'one-media'; mediaCode: MediaCode }
  | { screen: 'new-media' }
  | { screen: 'settlement' }
  | { screen: 'accounts' }
  | { screen: 'audit' }
  | { screen: 'my-account' }
  | { screen: 'home' }
  | { screen: 'not-found' }

const BASE = '/console'
const operatorOnly: ReadonlySet<Route['screen']> = new Set(['new-media', 'accounts', 'audit'])
const plainScreens = [
  'conversions',
  'reviews',
  'media',
  'new-media',
  'settlement',
  'accounts',
  'audit',
  'my-account',
] as const

/** A manager is shown `not-found` where an operator's screen is: its existence is none of the manager's business. */
export function matchRoute(pathname: string, role: 'operator' | 'manager'): Route {
  const route = read(pathname)
  return operatorOnly.has(route.screen) && role !== 'operator' ? { screen: 'not-found' } : route
}

function read(pathname: string): Route {
  const segments = decode(pathname)
  if (segments === null) return { screen: 'not-found' }
  const [first, second, third, ...more] = segments
  if (first === undefined || (first === 'login' && second === undefined)) return { screen: 'home' }
  const plain = plainScreens.find((screen) => screen === first)
  if (plain && second === undefined) return { screen: plain }
  const mediaCode = mediaCodeSchema.safeParse(second)
  if (!mediaCode.success || more.length > 0) return { screen: 'not-found' }
  if (first === 'media' && third === undefined) return { screen: 'one-media', mediaCode: mediaCode.data }
  const transactionNumber = transactionNumberSchema.safeParse(third)
  if (first === 'conversions' && transactionNumber.success)
    return { screen: 'conversion', mediaCode: mediaCode.data, transactionNumber: transactionNumber.data }
  return { screen: 'not-found' }
}

/** null: not an address below the console's base, or not well encoded. */
function decode(pathname: string): string[] | null {
  if (pathname !== BASE && !pathname.startsWith(`${BASE}/`)) return null
  try {
    return pathname.slice(BASE.length).split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return null
  }
}

export type PlainScreen = (typeof plainScreens)[number]

export function hrefTo(
  screen: PlainScreen,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  const text = search.toString()
  return `${BASE}/${screen}${text ? `?${text}` : ''}`
}

export function hrefToConversion(mediaCode: MediaCode, transactionNumber: TransactionNumber): string {
  return `${BASE}/conversions/${encodeURIComponent(mediaCode)}/${encodeURIComponent(transactionNumber)}`
}

export function hrefToMedia(mediaCode: MediaCode): string {
  return `${BASE}/media/${encodeURIComponent(mediaCode)}`
}
