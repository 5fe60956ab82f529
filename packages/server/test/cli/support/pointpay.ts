import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the real command in a process of its own, with these settings alone. */
export async function pointpay(
  env: Record<string, string>,
  args: readonly string[],
  stdin = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const outcome: Outcome = { code: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text))
  child.stdin.end(stdin)
  outcome.code = await new Promise((resolve) => child.once('close', resolve))
  return outcome
}

/** The same, which must succeed; gives what it printed. */
export async function succeed(
  env: Record<string, string>,
  args: readonly string[],
  stdin = '',
): Promise<string> {
  const { code, stdout, stderr } = await pointpay(env, args, stdin)
  if (code !== 0) throw new Error(`pointpay ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`)
  return stdout
}
