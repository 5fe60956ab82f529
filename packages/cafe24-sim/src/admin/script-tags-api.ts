import * as z from 'zod'
import { kstWithZone } from '../kst.ts'
import type { Simulation } from '../simulation.ts'
import { apiError, type ApiAnswer } from './answers.ts'

const requestSchema = z.object({
  src: z
    .string()
    .regex(/^https?:\/\/\S+$/)
    .max(500),
  display_location: z.array(z.string()).min(1).default(['all']),
  exclude_path: z.array(z.string()).default([]),
  skin_no: z.array(z.number().int()).default([]),
  integrity: z
    .string()
    .regex(/^sha(384|512)-[A-Za-z0-9+/]+={0,2}$/)
    .optional(),
})
const listSchema = z.object({ shop_no: z.coerce.number().int().min(1).default(1) })
const bodySchema = z.object({ shop_no: z.number().int().min(1).default(1), request: requestSchema })
const changeSchema = z.object({
  shop_no: z.number().int().min(1).default(1),
  request: requestSchema.partial(),
})

interface ScriptTagRow {
  script_no: number
  client_id: string
  shop_no: number
  src: string
  display_location: string
  exclude_path: string
  skin_no: string
  integrity: string | null
  created_ms: number
  updated_ms: number
}

/** Script tags that a mall's pages carry in one shop. */
export function scriptTagsOf(
  { database }: Simulation,
  mallId: string,
  shopNo: number,
): { src: string; integrity: string | null }[] {
  return database.all(
    'select src, integrity from script_tags where mall_id = ? and shop_no = ?',
    mallId,
    shopNo,
  )
}

/** `GET /api/v2/admin/scripttags`: an app sees its own in one shop; in shop 1 where none is named. */
export function listScriptTags(
  { database, malls }: Simulation,
  mallId: string,
  clientId: string,
  query: Record<string, string>,
): ApiAnswer {
  const parsed = listSchema.safeParse(query)
  if (!parsed.success || !malls.shop(mallId, parsed.data.shop_no))
    return apiError(422, 'Invalid parameter: shop_no')
  const rows = database.all<ScriptTagRow>(
    'select * from script_tags where mall_id = ? and client_id = ? and shop_no = ?',
    mallId,
    clientId,
    parsed.data.shop_no,
  )
  return { status: 200, body: { scripttags: rows.map(present) } }
}

/** `POST /api/v2/admin/scripttags`; the same address twice in a shop is a conflict. */
export function addScriptTag(
  { database, malls, mallClock }: Simulation,
  mallId: string,
  clientId: string,
  body: unknown,
): ApiAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const { shop_no: shopNo, request } = parsed.data
  if (!malls.shop(mallId, shopNo)) return apiError(422, 'Invalid parameter: shop_no')
  const same = database.get(
    'select 1 from script_tags where mall_id = ? and client_id = ? and shop_no = ? and src = ?',
    mallId,
    clientId,
    shopNo,
    request.src,
  )
  if (same) return apiError(409, 'The same script tag is there already')
  const row = database.get<ScriptTagRow>(
    `insert into script_tags (mall_id, client_id, shop_no, src, display_location, exclude_path, skin_no, integrity, created_ms, updated_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *`,
    mallId,
    clientId,
    shopNo,
    request.src,
    JSON.stringify(request.display_location),
    JSON.stringify(request.exclude_path),
    JSON.stringify(request.skin_no),
    request.integrity ?? null,
    mallClock(mallId),
    mallClock(mallId),
  )
  return { status: 201, body: { scripttag: row && present(row) } }
}

/** `PUT /api/v2/admin/scripttags/{script_no}`: the tag stays in its shop, which the body names. */
export function changeScriptTag(
  { database, mallClock }: Simulation,
  mallId: string,
  clientId: string,
  scriptNo: number,
  body: unknown,
): ApiAnswer {
  const parsed = changeSchema.safeParse(body)
  if (!parsed.success) return apiError(422, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`)
  const { shop_no: shopNo, request } = parsed.data
  const row = database.get<ScriptTagRow>(
    `update script_tags set src = coalesce(?, src), display_location = coalesce(?, display_location), integrity = ?, updated_ms = ?
     where script_no = ? and mall_id = ? and client_id = ? and shop_no = ? returning *`,
    request.src ?? null,
    request.display_location ? JSON.stringify(request.display_location) : null,
    request.integrity ?? null,
    mallClock(mallId),
    scriptNo,
    mallId,
    clientId,
    shopNo,
  )
  return row ? { status: 200, body: { scripttag: present(row) } } : apiError(404, 'No such script tag')
}

/** `DELETE /api/v2/admin/scripttags/{script_no}`. */
export function removeScriptTag(
  { database }: Simulation,
  mallId: string,
  clientId: string,
  scriptNo: number,
): ApiAnswer {
  const row = database.get<ScriptTagRow>(
    'delete from script_tags where script_no = ? and mall_id = ? and client_id = ? returning *',
    scriptNo,
    mallId,
    clientId,
  )
  return row
    ? { status: 200, body: { scripttag: { script_no: String(row.script_no) } } }
    : apiError(404, 'No such script tag')
}

function present(row: ScriptTagRow) {
  return {
    shop_no: row.shop_no,
    script_no: String(row.script_no),
    client_id: row.client_id,
    src: row.src,
    display_location: JSON.parse(row.display_location) as string[],
    exclude_path: JSON.parse(row.exclude_path) as string[],
    skin_no: JSON.parse(row.skin_no) as number[],
    integrity: row.integrity,
    created_date: kstWithZone(row.created_ms),
    updated_date: kstWithZone(row.updated_ms),
  }
}
