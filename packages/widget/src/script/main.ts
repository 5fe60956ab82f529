import type { PointPay } from '../api.ts'
import { defineButton } from '../button/define-button.ts'
import { createClient } from '../client.ts'
import { adopt } from './adopt.ts'
import { loadChunk } from './load-chunk.ts'
import { readTag } from './read-tag.ts'
import { takeQueue, type QueuedPointPay } from './queue.ts'

declare global {
  /** The integrity of `pressed.js`; the build puts it in. */
  const PRESSED_INTEGRITY: string
  interface Window {
    /** The queue before the script has loaded, the SDK after. */
    PointPay?: QueuedPointPay
  }
}

/** The script tag: one instance on `window.PointPay`, whatever was queued there before, the buttons of the page. */
function start() {
  const before = window.PointPay as PointPay | undefined
  if (before?.version) {
    console.warn(`PointPay ${before.version} is here already.`)
    return
  }
  // A module script and a script put in by a tag manager have no currentScript.
  const me = (document.currentScript ??
    document.querySelector('script[src*="pointpay.js"]')) as HTMLScriptElement
  const url = new URL(me.src, location.href)
  const pointpay = createClient(readTag(me, url), url.origin, () =>
    loadChunk(me, 'pressed.js', PRESSED_INTEGRITY),
  )
  window.PointPay = takeQueue(pointpay, before)
  defineButton(pointpay)
  adopt(pointpay)
}

start()
