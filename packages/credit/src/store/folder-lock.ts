import { readFileSync, rmSync, writeFileSync, renameSync, linkSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivateFolder } from './private-folder.ts'

/** Folders that this process holds: its own pid in a lock file may also be left from a namesake before a restart. */
const held = new Set<string>()

/**
 * Holds a folder for this process alone, by a file with its pid and start time. A lock whose process is gone (after a
 * `kill -9`) is taken over; one whose process lives is respected. Gives back how to let go.
 */
export function lockFolder(folder: string): () => void {
  makePrivateFolder(folder)
  const path = join(folder, 'store.lock')
  const mine = identity(process.pid)
  const own = `${path}.${process.pid}`
  writeFileSync(own, mine, { mode: 0o600 })
  try {
    if (!tryLink(own, path)) {
      const theirs = readFileSync(path, 'utf8')
      if (held.has(path) || isAlive(theirs)) {
        throw new Error(
          `The store in ${folder} is in use by process ${theirs.split(' ')[0]}. PGlite serves one process at a time: ` +
            'stop that one, or give each its own folder, or use a PostgreSQL through DATABASE_URL.',
        )
      }
      // Renaming is atomic: of two that find the same stale lock, the second sees the first's identity below.
      renameSync(own, path)
      if (readFileSync(path, 'utf8') !== mine)
        throw new Error(`The store in ${folder} was just taken by another process.`)
    }
  } finally {
    rmSync(own, { force: true })
  }
  held.add(path)
  return () => {
    held.delete(path)
    rmSync(path, { force: true })
  }
}

/** A hard link is made with its content in place, or not at all. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(lock: string): boolean {
  const pid = Number(lock.split(' ')[0])
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return identity(pid) === lock
}

/** A pid is used again, in containers at once; its start time (ticks since boot, Linux) tells the two apart. */
function identity(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${pid} ${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return `${pid}`
  }
}
