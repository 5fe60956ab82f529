import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { makePrivate } from '../store/private-folder.ts'
import type { TokenPair } from '../cafe24/types.ts'
import type { Sealer } from './seal.ts'

/** A refresh that Cafe24 answered, and the version of the pair that it replaces. */
export interface JournalEntry {
  mallId: string
  version: number
  /** By this machine's clock. */
  answeredAt: Date
  pair: TokenPair
}

const entrySchema = z.object({
  mallId: z.string(),
  version: z.number(),
  answeredAt: z.coerce.date(),
  pair: z.object({
    mallId: z.string().nullable(),
    userId: z.string().nullable(),
    accessToken: z.string(),
    accessLivesMs: z.number(),
    refreshToken: z.string(),
    refreshLivesMs: z.number(),
    scopes: z.array(z.string()).nullable(),
  }),
}) satisfies z.ZodType<JournalEntry>

/**
 * Answered refreshes between the answer and the store. The old refresh token is dead by then, so a pair that is lost here
 * is a mall lost until its owner consents again: it is on this machine's disk before anything else is awaited, sealed.
 */
export interface Journal {
  /** Synchronous on purpose: nothing can come between Cafe24's answer and the disk. */
  write(entry: JournalEntry): void
  find(mallId: string, version: number): JournalEntry | null
  remove(mallId: string, version: number): void
  all(): JournalEntry[]
}

const CONTEXT = 'token journal'

export function createJournal(folder: string, sealer: Sealer): Journal {
  const makeFolder = () => mkdirSync(folder, { recursive: true, mode: 0o700 })
  makeFolder()
  makePrivate(folder)
  const placeOf = (mallId: string, version: number) =>
    join(folder, `${encodeURIComponent(mallId)}.${version}.token`)

  function read(place: string): JournalEntry | null {
    try {
      return entrySchema.parse(JSON.parse(sealer.open(readFileSync(place, 'utf8'), CONTEXT)))
    } catch {
      return null // Not there, or of another installation's key: not ours to use.
    }
  }

  return {
    write(entry) {
      // Temporary folders get swept, and this process may be older than the last sweep.
      makeFolder()
      const place = placeOf(entry.mallId, entry.version)
      const file = openSync(`${place}.new`, 'w', 0o600)
      try {
        writeSync(file, sealer.seal(JSON.stringify(entry), CONTEXT))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${place}.new`, place)
    },
    find: (mallId, version) => read(placeOf(mallId, version)),
    remove: (mallId, version) => rmSync(placeOf(mallId, version), { force: true }),
    all: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.token'))
        .flatMap((name) => read(join(folder, name)) ?? []),
  }
}
