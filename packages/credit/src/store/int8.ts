/** PostgreSQL's type id of `bigint`. */
const INT8 = 20

/** Reads `bigint` as a number: ids and sums of KRW stay far below 2^53. Throws where one does not. */
export function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} does not fit a JavaScript number`)
  return value
}

/** For PGlite's `parsers`. */
export const pgliteParsers = { [INT8]: parseInt8 }

/** For pg's `types`: its own, but for `bigint`. */
export function pgTypes(base: { getTypeParser(id: number, format?: 'text' | 'binary'): unknown }) {
  return {
    getTypeParser: (id: number, format?: 'text' | 'binary') =>
      id === INT8 && format !== 'binary' ? parseInt8 : base.getTypeParser(id, format),
  }
}
