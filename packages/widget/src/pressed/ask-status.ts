import { parseStatus, type Report } from './report.ts'

/** How the press stands; undefined where the status address has not seen it yet (404), or cannot be reached. */
export async function askStatus(url: string): Promise<Report | undefined> {
  try {
    const answer = await fetch(url, { credentials: 'omit', cache: 'no-store' })
    return answer.ok ? parseStatus(await answer.json()) : undefined
  } catch {
    return undefined
  }
}
