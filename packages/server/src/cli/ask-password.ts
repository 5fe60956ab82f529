import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CommandFailure, exitCodes } from './failure.ts'

/** Never from the command line, where every user of the machine can read it: typed twice unseen, or the first line of stdin. */
export async function askPassword({ fromStdin }: { fromStdin: boolean }): Promise<string> {
  if (fromStdin || !process.stdin.isTTY) return firstLineOfStdin()
  const first = await askUnseen('비밀번호 (10자 이상) / password: ')
  const second = await askUnseen('한 번 더 / again: ')
  if (first === second) return first
  throw new CommandFailure(
    '두 번 입력한 비밀번호가 다릅니다. 바뀐 것은 없습니다.',
    'The two passwords differ. Nothing was changed.',
    exitCodes.usage,
  )
}

/** The whole of stdin up to its first line end. */
export async function firstLineOfStdin(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  return text.split(/\r?\n/)[0] ?? ''
}

async function askUnseen(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
