/** Exit codes, for scripts. */
export const exitCodes = {
  /** It was not done, and why is on stderr. */
  failed: 1,
  /** The command line or a setting is wrong; nothing was tried. */
  usage: 2,
  /** An audit found the ledger and Cafe24's books to differ, or the audit trail to be altered. */
  differences: 3,
} as const

/** What a command could not do. Said in both languages: those who run servers read one of them. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: number

  constructor(korean: string, english: string, exitCode: number = exitCodes.failed) {
    super(`${korean}\n${english}`)
    this.exitCode = exitCode
  }
}
