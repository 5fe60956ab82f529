import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import UPNG from 'upng-js'

const folder = join(import.meta.dirname, '..', 'public', 'pictures')

/** Of a palette: 2.4 times smaller than Chromium's true colours, and no eye has told the two apart. */
const COLOURS = 128

/** A picture's place on the reader's screen: one pixel of ours is one of theirs. */
export interface View {
  name: 'desk' | 'phone'
  width: number
  height: number
  userAgent?: string
}

/** The popup's own size (facts: the guide's `window.open`), and a phone, on which PointPay takes the tab. */
export const desk: View = { name: 'desk', width: 765, height: 895 }
export const phone: View = {
  name: 'phone',
  width: 390,
  height: 844,
  userAgent:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
}

export interface Setting {
  width: number
  height: number
  dark?: boolean
  userAgent?: string | undefined
}

/** A browser of its own for one set of pictures: Korean, in Korea, without motion that would blur. */
export function openContext(
  browser: Browser,
  { width, height, dark, userAgent }: Setting,
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    hasTouch: userAgent !== undefined,
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}

/** Takes what the viewport shows, or the whole page down to `most` pixels. */
export async function take(page: Page, name: string, most?: number): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const clip = most === undefined ? {} : { fullPage: true, clip: await topOf(page, most) }
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide', ...clip })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.png`), inPalette(taken))
  console.log(name)
}

async function topOf(page: Page, most: number) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  return { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height: Math.min(height, most) }
}

function inPalette(png: Buffer): Uint8Array {
  const image = UPNG.decode(new Uint8Array(png).buffer)
  return new Uint8Array(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, COLOURS))
}
