import * as z from 'zod'
import type { CallCafe24 } from './call.ts'
import { intField } from './fields.ts'
import type { Cafe24Client, NewScriptTag, ScriptTag } from './types.ts'

const scriptTag = z
  .object({
    script_no: z.union([z.string(), z.number()]).transform(String),
    src: z.string(),
    shop_no: intField,
    integrity: z.string().nullish(),
  })
  .transform((tag): ScriptTag => ({
    scriptNo: tag.script_no,
    src: tag.src,
    shopNo: tag.shop_no,
    integrity: tag.integrity ?? null,
  }))
const oneAnswer = z.object({ scripttag: scriptTag }).transform(({ scripttag }) => scripttag)
const listAnswer = z.object({ scripttags: z.array(scriptTag) }).transform(({ scripttags }) => scripttags)

export function scriptTagCalls(
  call: CallCafe24,
  api: (mallId: string, path: string) => URL,
): Cafe24Client['scriptTags'] {
  return {
    list({ mallId, accessToken }, shopNo) {
      const url = api(mallId, 'admin/scripttags')
      url.searchParams.set('shop_no', String(shopNo))
      return call({ method: 'GET', url, authorization: `Bearer ${accessToken}`, answer: listAnswer })
    },
    add: ({ mallId, accessToken }, tag) =>
      call({
        method: 'POST',
        url: api(mallId, 'admin/scripttags'),
        authorization: `Bearer ${accessToken}`,
        body: body(tag),
        answer: oneAnswer,
      }),
    replace: ({ mallId, accessToken }, scriptNo, tag) =>
      call({
        method: 'PUT',
        url: api(mallId, `admin/scripttags/${encodeURIComponent(scriptNo)}`),
        authorization: `Bearer ${accessToken}`,
        body: body(tag),
        answer: oneAnswer,
      }),
    remove: ({ mallId, accessToken }, scriptNo) =>
      call({
        method: 'DELETE',
        url: api(mallId, `admin/scripttags/${encodeURIComponent(scriptNo)}`),
        authorization: `Bearer ${accessToken}`,
        answer: z.unknown().transform(() => null),
      }),
  }
}

function body(tag: NewScriptTag): object {
  return {
    shop_no: tag.shopNo,
    request: { src: tag.src, display_location: tag.displayLocation, integrity: tag.integrity },
  }
}
