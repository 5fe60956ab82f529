import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePort } from '../src/free-port.ts'

const run = promisify(execFile)

test('a port is one that no kernel hands out by itself, and each call has another', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort))
  expect(new Set(ports).size).toBe(20)
  for (const port of ports) expect(port).toBeLessThan(32_768)
})

test('a port that somebody listens on is passed over', async () => {
  const before = await freePort()
  const taken = createServer().listen(before + 1, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  expect(await freePort()).not.toBe(before + 1)
  taken.close()
})

test('processes that ask at the same time get different ports', async () => {
  const module = new URL('../src/free-port.ts', import.meta.url).href
  const script = `const { freePort } = await import('${module}'); for (let i = 0; i < 20; i++) console.log(await freePort())`
  const runs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', script])),
  )
  const ports = runs.flatMap(({ stdout }) => stdout.trim().split('\n'))
  expect(new Set(ports).size).toBe(80)
})
