/** An answer of the Admin API. */
export interface ApiAnswer {
  status: 200 | 201 | 202 | 204 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503 | 504
  body: unknown
}

/** The error body as documented: `{"error":{"code","message","more_info"}}`. */
export function apiError(
  status: Exclude<ApiAnswer['status'], 200 | 201 | 202 | 204>,
  message: string,
): ApiAnswer {
  return { status, body: { error: { code: status, message, more_info: {} } } }
}
