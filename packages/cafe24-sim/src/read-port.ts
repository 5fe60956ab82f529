/**
 * A port from the environment; an empty variable counts as left out.
 * @throws where it is anything but digits up to 65535: `Number` would turn a typing error into another port.
 */
export function readPort(name: string, fallback: number): number {
  const text = process.env[name] || String(fallback)
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new Error(`${name} is "${text}": expected a port, 0 to 65535.`)
}
