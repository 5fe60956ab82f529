import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { LaterPart } from '../later-context.ts'
import type { Connection } from './connection.ts'

export interface Later {
  /** null: not there yet. */
  part: ReadonlySignal<LaterPart | null>
  /** It cannot be had, e.g. since a new version took its place on the server: a reload resumes where the shopper is. */
  lost: ReadonlySignal<boolean>
  stop(): void
}

/** A browser may remember that a file could not be had, and then never asks for it again. */
const MOST_TRIES = 3
const TRY_AGAIN_AFTER_MS = 2_000

/** Loads the later part's file as soon as it is wanted, and makes the part of it. */
export function createLaterLoading<File>(
  wanted: ReadonlySignal<boolean>,
  load: () => Promise<File>,
  make: (file: File) => LaterPart,
  connection: Connection,
): Later {
  const part = signal<LaterPart | null>(null)
  const lost = signal(false)
  async function tryLoading(): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const file = await load().catch(() => null)
      if (file) {
        part.value = make(file)
        return
      }
      await connection.pause(TRY_AGAIN_AFTER_MS)
    }
    lost.value = true
  }
  let begun = false
  const stopWaiting = effect(() => {
    if (begun || !wanted.value) return
    begun = true
    untracked(() => void tryLoading())
  })
  return {
    part,
    lost,
    stop() {
      stopWaiting()
      part.peek()?.stop()
    },
  }
}
