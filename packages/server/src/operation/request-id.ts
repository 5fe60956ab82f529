import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage<{ requestId: string }>()

/** Carries the id along all that a request does, so that its log lines can be found together. */
export function withRequestId<Result>(requestId: string, work: () => Result): Result {
  return storage.run({ requestId }, work)
}

/** `{ requestId }` within a request, `{}` elsewhere. A copy: pino writes each line's own fields into what it is given. */
export function currentRequestId(): { requestId?: string } {
  return { ...storage.getStore() }
}
