import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

/** Makes the folder where it is missing, and lets only its owner into it. What lies in it keeps its own mode. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  setMode(folder, statSync(folder).mode, FOLDER_MODE)
}

/**
 * Takes a file or a folder, with everything below it, away from everybody but its owner: folders 0700, files 0600.
 * Symbolic links are not followed, and what vanishes meanwhile is skipped.
 */
export function makePrivate(path: string): void {
  try {
    const stats = lstatSync(path)
    if (stats.isFile()) setMode(path, stats.mode, FILE_MODE)
    if (!stats.isDirectory()) return
    // The folder before its entries: from here on nobody else can swap an entry for a link.
    setMode(path, stats.mode, FOLDER_MODE)
    for (const name of readdirSync(path)) makePrivate(join(path, name))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function setMode(path: string, mode: number, wanted: number): void {
  if ((mode & 0o7777) === wanted) return
  try {
    chmodSync(path, wanted)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
    throw new Error(
      `${path} cannot be made private: it belongs to another user. Give it to the user that runs this process, or name ` +
        'another folder.',
      { cause: error },
    )
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
