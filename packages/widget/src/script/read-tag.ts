import type { PointPayOptions } from '../options.ts'

/**
 * The options that the script tag carries: `data-a-code` and the others of `PointPayOptions` in the same manner, or
 * `?a_code=` in its address, for Cafe24's script tag API takes no attributes.
 */
export const readTag = ({ src, dataset }: HTMLScriptElement): PointPayOptions => ({
  origin: /^\w+:\/\/[^/]+/.exec(src)?.[0],
  aCode: /[?&]a_code=([\w-]+)/.exec(src)?.[1],
  ...(dataset as PointPayOptions),
  ...(dataset['status'] === 'off' && { status: false }),
})
