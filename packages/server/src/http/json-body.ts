import { hasUnseenCharacter } from '@pointpay/contracts'
import type { Context } from 'hono'
import * as z from 'zod/mini'
import { readBody } from './read-body.ts'

/** What is wrong with what a caller sent: `field` is a header, a path in the body, or `body` for all of it. */
export interface WrongInput {
  kind: 'wrong'
  field: string
  /** A character in it that nobody sees; false: it is not what the contract says. */
  unseen: boolean
}

export type Input<T> = { kind: 'read'; value: T } | WrongInput

export interface JsonRules {
  /** Fields whose text may have tabs and line ends. */
  lines?: readonly string[]
}

/** A request's JSON body as its schema has it. Never throws. */
export async function readJsonBody<Schema extends z.core.$ZodType>(
  c: Context,
  schema: Schema,
  maxBytes: number,
  rules: JsonRules = {},
): Promise<Input<z.output<Schema>> | { kind: 'too-large' }> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) return wrong('Content-Type')
  const body = await readBody(c, maxBytes)
  if (body.kind === 'too-large') return body
  return body.kind === 'whole' ? parseJson(body.bytes, schema, rules) : wrong('body')
}

/** JSON text in UTF-8 as a schema has it. Bytes that are no UTF-8 count as characters that nobody sees. */
export function parseJson<Schema extends z.core.$ZodType>(
  bytes: Uint8Array,
  schema: Schema,
  rules: JsonRules = {},
): Input<z.output<Schema>> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return wrong('body')
  }
  return parseInput(value, schema, 'body', rules)
}

/** Holds a value to a schema, and its texts to characters that can be seen. */
export function parseInput<Schema extends z.core.$ZodType>(
  value: unknown,
  schema: Schema,
  whole: string,
  { lines = [] }: JsonRules = {},
): Input<z.output<Schema>> {
  const unseen = findUnseen(value, lines)
  if (unseen) return { ...wrong(unseen.join('.') || whole), unseen: true }
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return { kind: 'read', value: parsed.data }
  return wrong(parsed.error.issues[0]?.path.map(String).join('.') || whole)
}

const wrong = (field: string): WrongInput => ({ kind: 'wrong', field, unseen: false })

/** More than any schema's. What lies deeper is in no schema and is dropped. */
const MAX_DEPTH = 10

/** The path of the first text with a character that nobody sees; null: there is none. */
function findUnseen(value: unknown, lines: readonly string[], path: readonly string[] = []): string[] | null {
  if (typeof value === 'string')
    return hasUnseenCharacter(value, { lines: lines.includes(path.at(-1) ?? '') }) ? [...path] : null
  if (typeof value !== 'object' || value === null || path.length === MAX_DEPTH) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnseen(inner, lines, [...path, key])
    if (found) return found
  }
  return null
}
