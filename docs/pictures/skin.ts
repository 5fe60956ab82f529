import type { Browser } from '@playwright/test'
import { openContext, phone, take } from './camera.ts'
import type { Mall } from './mall.ts'

/** The button where a shopper meets it. */
export async function takeSkin(browser: Browser, mall: Mall): Promise<void> {
  await mall.putMember('gildong', '홍길동')
  for (const [name, view] of [
    ['skin-desk', { width: 1080, height: 620 }],
    ['skin-phone', { ...phone, height: 760 }],
  ] as const) {
    const context = await openContext(browser, view)
    const page = await context.newPage()
    await mall.logIn(page, 'gildong')
    await take(page, name)
    await context.close()
  }
}
