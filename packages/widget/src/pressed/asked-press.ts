import type { Report } from './report.ts'

/** The press that a status address is asked about. */
export interface AskedPress {
  hasEnded(): boolean
  take(report: Report): void
}

/** No press is asked about for longer than a popup's session lives. */
export const SESSION_MS = 30 * 60_000

const LONGEST_PAUSE_MS = 10_000

/** Between two questions: each pause is a fifth longer than the one before. */
export const nextPause = (pauseMs: number) => Math.min(pauseMs * 1.2, LONGEST_PAUSE_MS)

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
