/**
 * The own properties of a parsed object and nothing else: old skins add to `Object.prototype`, and what they added must
 * not be read as data. Throws a `TypeError` for anything but an object.
 */
export function own(value: unknown): Record<string, unknown> {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw new TypeError()
  return { __proto__: null, ...value }
}
