import { ProviderUnavailable } from './point-provider.ts'

/** The call's result, or {@link ProviderUnavailable} where it fails or takes longer than `timeoutMs`. */
export async function within<T>(timeoutMs: number, call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timedOut = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProviderUnavailable(`No answer within ${timeoutMs} ms.`)), timeoutMs)
  })
  try {
    return await Promise.race([call(), timedOut])
  } catch (error) {
    throw error instanceof ProviderUnavailable
      ? error
      : new ProviderUnavailable('The call failed.', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
