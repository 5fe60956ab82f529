import type { CDPSession, Page } from 'playwright-core'

/** What one watched load of the page and one press showed. Times in ms of the slowed page. */
export interface PressFigures {
  /** From navigation start until the button is there, enabled and laid out. */
  pressableMs: number
  /** Cumulative layout shift. */
  layoutShift: number
  /** Requests but for the page itself. */
  requests: number
  /** From the click's event to `window.open`. */
  openMs: number
}

/** What one load that nobody watched took of the slowed page, in ms, until it was quiet. */
export interface WorkFigures {
  /** Compiling and running scripts. */
  scriptMs: number
  /** All of the main thread's work. */
  mainThreadMs: number
}

const CPU_SLOWDOWN = 4
/** A page that made no request and ran no long task for so long is taken as quiet. */
const QUIET_MS = 500

/** Loads a skin page in a fresh context's page and presses its button. */
export async function probePress(page: Page, address: string, button: string): Promise<PressFigures> {
  await slowDown(page)
  let requests = -1
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) requests += 1
  })
  await page.addInitScript(watchPage, button)
  await page.goto(address, { waitUntil: 'load' })
  await page.waitForFunction(() => 'pressableMs' in window)
  await page.waitForTimeout(QUIET_MS)
  const { pressableMs, layoutShift } = await page.evaluate(() => {
    const { pressableMs: pressable, layoutShift: shift } = window as unknown as {
      pressableMs: number
      layoutShift: number
    }
    return { pressableMs: pressable, layoutShift: shift }
  })
  const requestsBeforeClick = requests
  const target = await page.evaluateHandle<Element>(button)
  await target.asElement()?.click()
  await page.waitForFunction(() => 'openMs' in window)
  const openMs = await page.evaluate(() => (window as unknown as { openMs: number }).openMs)
  return { pressableMs, layoutShift, requests: requestsBeforeClick, openMs }
}

/** Loads a skin page in a fresh context's page, with no script in it but its own: the watch's looking would count as theirs. */
export async function probeWork(page: Page, address: string): Promise<WorkFigures> {
  const devtools = await slowDown(page)
  await devtools.send('Performance.enable')
  await page.goto(address, { waitUntil: 'load' })
  await page.waitForTimeout(QUIET_MS)
  const { metrics } = await devtools.send('Performance.getMetrics')
  const ms = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1_000
  return { scriptMs: ms('ScriptDuration'), mainThreadMs: ms('TaskDuration') }
}

async function slowDown(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  return devtools
}

/** Runs in the page, before anything of it: the same watch for every variant. */
function watchPage(button: string): void {
  const seen = window as unknown as { pressableMs?: number; layoutShift: number; openMs?: number }
  seen.layoutShift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.layoutShift += (entry as unknown as { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  const find = new Function(
    `try { return ${button} } catch { return null }`,
  ) as () => HTMLButtonElement | null
  const channel = new MessageChannel()
  channel.port1.addEventListener('message', () => {
    const element = find()
    const stands = element && !element.disabled && element.getClientRects().length > 0
    // The pasted script's button stands in the HTML before its handler does.
    if (stands && (element.id !== 'pp_btn' || element.onclick !== null)) seen.pressableMs = performance.now()
    else setTimeout(() => channel.port2.postMessage(0), 1)
  })
  channel.port1.start()
  channel.port2.postMessage(0)
  let clickedMs = 0
  addEventListener('click', (event) => (clickedMs = event.timeStamp), true)
  window.open = () => {
    seen.openMs ??= performance.now() - clickedMs
    return { closed: false, location: {}, focus() {}, close() {}, postMessage() {} } as unknown as Window
  }
}
