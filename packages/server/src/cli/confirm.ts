import { createInterface } from 'node:readline/promises'
import { CommandFailure, exitCodes } from './failure.ts'

/**
 * Asks the person at the terminal; where there is none, only `yes` (the option `--yes`) agrees.
 * @throws {CommandFailure} where it was not agreed to
 */
export async function confirm(question: readonly string[], { yes }: { yes: boolean }): Promise<void> {
  process.stderr.write(`${question.join('\n')}\n`)
  if (yes) return
  if (!process.stdin.isTTY)
    throw new CommandFailure(
      '확인이 필요합니다. 위 내용을 읽고 --yes를 붙여 다시 실행해 주세요. 바뀐 것은 없습니다.',
      'This needs a confirmation: read the above and run it again with --yes. Nothing was changed.',
      exitCodes.usage,
    )
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question('계속할까요? / Go on? (y/N) ')
    if (/^\s*y(es)?\s*$/i.test(answer)) return
  } finally {
    lines.close()
  }
  throw new CommandFailure('그만두었습니다. 바뀐 것은 없습니다.', 'Stopped. Nothing was changed.')
}
