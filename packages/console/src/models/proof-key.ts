import type { MediaCode, MediaStatus } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

const words = messages.media.proofKey

/** The key that a merchant's backend signs with: issuing it, and ending the one before. */
export const ProofKeyModel = createModel(
  ({ api }: AppContext, code: MediaCode, changed: (media: MediaStatus, told: string) => void) => {
    const { state, run } = sending()
    const issued = signal<string | null>(null)
    return {
      state,
      /** The key that was just issued, until it is forgotten. The server does not tell it again. */
      issued,
      forget() {
        issued.value = null
      },
      async issue() {
        const result = await run(() => api.issueProofKey(code))
        if (!result) return
        const { proofKey, ...media } = result.value
        changed(media, words.issued)
        issued.value = proofKey
      },
      async endOld() {
        const result = await run(() => api.endOldProofKey(code))
        if (result) changed(result.value, words.oldEnded)
      },
    }
  },
)
