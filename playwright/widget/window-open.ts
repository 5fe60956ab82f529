import type { Page } from '@playwright/test'

export interface Opens {
  /** The arguments of every `window.open` that the page made, in order. */
  args: string[][]
  /** How often the popup was brought to the front. */
  focused: number
}

/**
 * How the browser answers `window.open` from now on. `real`: as it does; `null` and `closed`: the two ways in which
 * browsers block a popup; `fake`: a window that stays open and counts how often it is focused.
 */
export type Answer = 'real' | 'null' | 'closed' | 'fake'

/** Looks into what the page gives to `window.open`. Call it before the page is opened. */
export async function watchOpens(page: Page, answer: Answer = 'real'): Promise<() => Promise<Opens>> {
  await page.addInitScript((kind) => {
    const opens: Opens = { args: [], focused: 0 }
    Object.defineProperty(window, 'opens', { value: opens })
    const open = window.open
    const focus = () => {
      opens.focused += 1
    }
    window.open = (...args) => {
      opens.args.push(args.map(String))
      if (kind === 'real') return open.apply(window, args)
      if (kind === 'null') return null
      return { closed: kind === 'closed', focus, close() {} } as unknown as Window
    }
  }, answer)
  return () => page.evaluate(() => (window as unknown as { opens: Opens }).opens)
}
