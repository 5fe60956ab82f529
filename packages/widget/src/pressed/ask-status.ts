import { parseStatus, type Report } from './report.ts'

/**
 * Asks the status address how a press stands; undefined where it has not seen the press yet (404), or cannot be reached.
 */
export async function askStatus(origin: string, nonce: string): Promise<Report | undefined> {
  try {
    const answer = await fetch(`${origin}/pointhub/sessions/${nonce}`, {
      credentials: 'omit',
      cache: 'no-store',
    })
    return answer.ok ? parseStatus(await answer.json()) : undefined
  } catch {
    return undefined
  }
}
