import * as z from 'zod/mini'
import { mediaCodeSchema, memberIdSchema } from './ids.ts'
import { hasUnseenCharacter } from './unseen-characters.ts'

/** The popup's query as the guide has it: `GET /pointhub/direct?a_code&user_id[&add_param]`. */
export const popupQuerySchema = z.object({
  a_code: mediaCodeSchema,
  user_id: memberIdSchema,
  add_param: z.optional(
    z.string().check(
      z.maxLength(1000),
      z.refine((text) => !hasUnseenCharacter(text, { lines: true })),
    ),
  ),
})
export type PopupQuery = z.infer<typeof popupQuerySchema>

export type PopupQueryResult =
  | { kind: 'ok'; query: PopupQuery }
  | { kind: 'missing' | 'repeated' | 'malformed'; parameter: keyof PopupQuery }

const parameters = ['a_code', 'user_id', 'add_param'] as const

/**
 * Reads the popup's parameters from a query string or a form. A parameter given twice is refused, since the two halves of
 * a system may each believe another one of them. Unknown parameters are ignored: malls add their own (`utm_*`).
 */
export function parsePopupQuery(params: URLSearchParams): PopupQueryResult {
  const values: Record<string, string> = {}
  for (const parameter of parameters) {
    const [value, ...more] = params.getAll(parameter)
    if (more.length > 0) return { kind: 'repeated', parameter }
    if (value) values[parameter] = value
    else if (parameter !== 'add_param') return { kind: 'missing', parameter }
  }
  const parsed = popupQuerySchema.safeParse(values)
  if (parsed.success) return { kind: 'ok', query: parsed.data }
  return { kind: 'malformed', parameter: parsed.error.issues[0]?.path[0] as keyof PopupQuery }
}
