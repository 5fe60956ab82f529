import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const startScript = join(import.meta.dirname, '../../scripts/start.ts')

function start(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [startScript, ...args], { env: { ...process.env, ...env } })
}

/** Waits for its end: the exit code, and what it wrote to stderr. */
async function ended(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, errors }
}

/** Resolves with the first match of what is printed. @throws with all of it where the process ends before */
async function printed(child: ChildProcess, wanted: RegExp): Promise<string> {
  let output = ''
  const over = once(child, 'close').then(() => {
    throw new Error(`start ended: ${output}`)
  })
  const found = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const match = wanted.exec(output)
      if (match) resolve(match[0])
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
  })
  return Promise.race([found, over])
}

const refusals = [
  { args: ['--popup', 'both'], env: {}, says: '--popup is "both": expected own or pointpay.' },
  { args: ['--popups', 'own'], env: {}, says: "Unknown option '--popups'" },
  { args: [], env: { POINTPAY_PORT: 'abc' }, says: 'POINTPAY_PORT is "abc": expected a port, 0 to 65535.' },
  { args: [], env: { CAFE24_SIM_PORT: '43.1' }, says: 'CAFE24_SIM_PORT is "43.1"' },
  {
    args: ['--', '--popup', 'pointpay'],
    env: { POINTPAY_SIM_PORT: '65536' },
    says: 'POINTPAY_SIM_PORT is "65536"',
  },
]
for (const { args, env, says } of refusals)
  test(`start ${[...args, ...Object.entries(env).flat()].join(' ')} stops with a message and without a stack`, async () => {
    const { code, errors } = await ended(start(args, env))
    expect(code).toBe(1)
    expect(errors).toContain(says)
    expect(errors).not.toContain('    at ')
  })

test('start names the port of the simulated PointPay where that is taken', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-start-'))
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const port = String((other.address() as AddressInfo).port)
  const { code, errors } = await ended(
    start(['--popup', 'pointpay'], { POINTPAY_SIM_PORT: port, POINTPAY_DATA: dataFolder }),
  )
  expect(code).toBe(1)
  expect(errors).toContain(`The simulated PointPay did not start on port ${port}`)
  expect(errors).not.toContain('    at ')
  other.close()
  rmSync(dataFolder, { recursive: true })
})

test("start --popup pointpay runs PointPay's popup beside the server, and it dies with the demo, however that is killed", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-start-'))
  const ports = { POINTPAY_PORT: '0', CAFE24_SIM_PORT: '0', POINTPAY_SIM_PORT: '0' }
  const demo = start(['--', '--popup', 'pointpay'], { ...ports, POINTPAY_DATA: dataFolder })
  try {
    const popup =
      /http:\S+(?=\s+what it posted)/.exec(await printed(demo, /popup[\s\S]+what it posted/))?.[0] ?? ''
    expect((await fetch(popup)).status).toBe(200)
    const names = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
    expect(names).toEqual(expect.arrayContaining(['cafe24-sim.db', 'secrets.json', 'pointpay/token-journal']))
    const modeOf = (name: string) => lstatSync(join(dataFolder, name), { throwIfNoEntry: false })?.mode ?? 0
    expect(names.filter((name) => (modeOf(name) & 0o077) !== 0)).toEqual([])

    demo.kill('SIGKILL')
    await expect
      .poll(() =>
        fetch(popup).then(
          () => 'still there',
          () => 'gone',
        ),
      )
      .toBe('gone')
  } finally {
    demo.kill('SIGKILL')
    rmSync(dataFolder, { recursive: true, force: true })
  }
})
