const LOOPBACK_ORIGIN = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/|$)/i

/**
 * Whether requests to this address stay on this machine: its host is `localhost`, in 127.0.0.0/8, or `[::1]`.
 *
 * The host must be written in one of these forms. Other notations of a loopback address (`127.1`, `0x7f000001`,
 * `[::ffff:127.0.0.1]`, `localhost.`) count as foreign: what is hard to read is easy to get wrong.
 */
export function isLoopbackOrigin(address: string): boolean {
  return LOOPBACK_ORIGIN.test(address) && URL.canParse(address)
}
