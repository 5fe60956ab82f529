import type { PointPayOptions } from '../options.ts'

/**
 * The options that the script tag carries: `data-a-code` and the others of `PointPayOptions` in the same manner, or in its
 * address, since Cafe24's script tag API takes no attributes: `?a_code=` and other options of one word. The script's host is
 * the status host.
 */
export const readTag = ({ dataset }: HTMLScriptElement, { origin, searchParams }: URL): PointPayOptions => ({
  aCode: searchParams.get('a_code'),
  statusOrigin: origin,
  ...Object.fromEntries(searchParams),
  ...(dataset as PointPayOptions),
  ...(dataset['status'] === 'off' && { status: false }),
})
