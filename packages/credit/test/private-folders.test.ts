import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCafe24Client, createCredit, migrateCredit, openStore, type Store } from '../src/index.ts'
import { tokenKeys } from './support/world.ts'

const scratch: string[] = []

function aFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'private-folders-'))
  scratch.push(made)
  return made
}

/** The tests open one embedded store in turn. Making one takes seconds. */
let folder: string
/** The ledgers' own. */
let memory: Store
beforeAll(async () => {
  folder = join(aFolder(), 'not', 'there yet')
  memory = await openStore({ memory: true })
  await migrateCredit(memory)
})
afterAll(async () => {
  await memory.close()
  for (const each of scratch) rmSync(each, { recursive: true, force: true })
})

const below = (parent: string) =>
  readdirSync(parent, { recursive: true, encoding: 'utf8' }).map((name) => join(parent, name))
const mode = (path: string) => lstatSync(path).mode & 0o777
const isFolder = (path: string) => lstatSync(path).isDirectory()

/** The modes of folders and of files, each once. */
function modesOf(paths: string[]) {
  const modes = (some: string[]) => [...new Set(some.map(mode))]
  return { folders: modes(paths.filter(isFolder)), files: modes(paths.filter((path) => !isFolder(path))) }
}

const isPrivate = { folders: [0o700], files: [0o600] }

function openToAll(parent: string): void {
  for (const path of [parent, ...below(parent)]) chmodSync(path, isFolder(path) ? 0o777 : 0o666)
}

test('a new embedded store is for its user alone, and so is a table that comes later', async () => {
  const store = await openStore({ folder })
  expect(modesOf([folder, ...below(folder)])).toEqual(isPrivate)
  await sql`create table later as select generate_series(1, 10000)`.execute(store.db)
  await sql`checkpoint`.execute(store.db)
  expect(modesOf([folder, ...below(folder)])).toEqual(isPrivate)
  await store.close()
})

test('an embedded store that was open to all is closed when it is opened', async () => {
  openToAll(folder)
  const store = await openStore({ folder })
  expect(modesOf([folder, ...below(folder)])).toEqual(isPrivate)
  await store.close()
})

test('what links in the store point at, and what else lies beside the store, keeps its mode', async () => {
  const elsewhere = aFolder()
  const others = [join(elsewhere, 'file'), join(elsewhere, 'folder'), join(folder, 'of-somebody-else')]
  const [file = '', linked = '', beside = ''] = others
  writeFileSync(file, '')
  mkdirSync(linked)
  writeFileSync(beside, '')
  for (const path of others) chmodSync(path, 0o755)
  symlinkSync(file, join(folder, 'pgdata', 'link-to-file'))
  symlinkSync(linked, join(folder, 'pgdata', 'link-to-folder'))
  await (await openStore({ folder })).close()
  expect(others.map(mode)).toEqual([0o755, 0o755, 0o755])
})

/** Opens and closes ledgers with their token journal in this folder, one after the other. */
async function openJournal(journalFolder: string, times = 1): Promise<void> {
  const cafe24 = createCafe24Client({ origin: 'http://127.0.0.1:1/{mall_id}' })
  for (let opened = 0; opened < times; opened += 1) {
    const credits = await createCredit({ store: memory, cafe24, tokenKeys, journalFolder })
    await credits.close()
  }
}

test('a token journal is for its user alone, also where it was open to all; its parent keeps its mode', async () => {
  const parent = aFolder()
  const journal = join(parent, 'journal')
  mkdirSync(journal)
  writeFileSync(join(journal, 'mall.1.token'), 'sealed')
  openToAll(parent)
  await openJournal(journal)
  expect(modesOf([journal, ...below(journal)])).toEqual(isPrivate)
  expect(mode(parent)).toBe(0o777)
})

test('a journal opens while another process writes and removes its files', async () => {
  const journal = aFolder()
  const other = spawn(process.execPath, ['--eval', comeAndGo, journal], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(other.stdout, 'data')
    await expect(openJournal(journal, 300)).resolves.toBeUndefined()
  } finally {
    other.kill('SIGKILL')
    await once(other, 'exit')
  }
})

const comeAndGo = `
  const { rmSync, writeFileSync } = require('node:fs')
  const paths = Array.from({ length: 100 }, (_, index) => process.argv[1] + '/mall' + index + '.1.token.new')
  for (let round = 0; ; round += 1) {
    for (const path of paths) writeFileSync(path, '', { mode: 0o644 })
    if (round === 0) process.stdout.write('ready')
    for (const path of paths) rmSync(path)
  }`
