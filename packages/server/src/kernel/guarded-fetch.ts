import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch as fetchWithAgent } from 'undici'

/** The call was not made, not even a connection was tried: its host has an address that may not be called. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError'
  readonly code = 'REFUSED_ADDRESS'

  constructor(address: string) {
    super(`${address} may not be called.`)
  }
}

/** All addresses of a name. */
export type ResolveName = (name: string) => Promise<{ address: string; family: number }[]>

interface GuardOptions {
  resolveName: ResolveName
  isAllowed: (address: string) => boolean
  /** For TCP and TLS together, ms. */
  connectTimeoutMs?: number
}

/** Well below callers' own time-outs: a host that drops what is sent to it must end as one that was never reached. */
const CONNECT_TIMEOUT_MS = 5_000

/**
 * `fetch` for addresses that somebody else chose. Each call connects anew, to an address that was resolved and checked for
 * this connection: a name that resolves to another address a moment later changes nothing. A name is refused when any of its
 * addresses is. A refused call rejects as `fetch` does, with {@link RefusedAddressError} as the cause.
 *
 * It is undici's own `fetch`, since Node's cannot be given the Agent of another undici. A proxy of the environment is not
 * used: the proxy would resolve the name by itself.
 */
export function createGuardedFetch({
  resolveName,
  isAllowed,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
}: GuardOptions): typeof fetch {
  async function allowedAddresses(name: string) {
    const addresses = await resolveName(name)
    const refused = addresses.find(({ address }) => !isAllowed(address))
    if (refused) throw new RefusedAddressError(refused.address)
    return addresses
  }
  const lookup: LookupFunction = (name, _options, answer) => {
    allowedAddresses(name).then(
      (addresses) => answer(null, addresses),
      (error: Error) => answer(error, []),
    )
  }
  // With autoSelectFamily the lookup is asked for all addresses; without HTTP/2 errors have the codes that fetch's have.
  const connect = buildConnector({
    lookup,
    autoSelectFamily: true,
    allowH2: false,
    timeout: connectTimeoutMs,
  })
  const dispatcher = new Agent({
    // No connection is kept for a next call.
    pipelining: 0,
    // An address in the URL is never looked up.
    connect: (target, callback) =>
      isIP(target.hostname) && !isAllowed(target.hostname)
        ? callback(new RefusedAddressError(target.hostname), null)
        : connect(target, callback),
  })
  const call = (...[input, init]: Parameters<typeof fetchWithAgent>) =>
    fetchWithAgent(input, { ...init, dispatcher })
  // The same functions by the types of two undici versions.
  return call as unknown as typeof fetch
}
