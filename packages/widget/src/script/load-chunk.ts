import type { Pressed } from '../pressed/pressed.ts'
import { version } from '../version.ts'

/**
 * Loads the SDK's other part from beside this script; from the folder of this version where this is `v1`, which may have
 * moved on since. With the script's nonce, and with the integrity that the build wrote in, for a page whose policy names
 * scripts by hash. The chunk leaves what it exports on its own script element, so that no global is needed.
 */
export function loadChunk(me: HTMLScriptElement, file: string, integrity: string): Promise<Pressed> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script') as HTMLScriptElement & { pressed?: Pressed }
    script.src = me.src.replace(/[^/]*(\?.*)?$/, file).replace(/\/v\d+(?=\/[^/]*$)/, '/' + version)
    script.integrity = integrity
    script.crossOrigin = ''
    script.nonce = me.nonce
    script.addEventListener('load', () => (script.pressed ? resolve(script.pressed) : reject()))
    script.addEventListener('error', reject)
    document.head.append(script)
  })
}
