import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { PointPay, SCRIPT } from './pointpay.ts'

/** The simulated Cafe24 with one member to press as. */
export interface Simulator {
  origin: string
}

const simulatorMain = join(import.meta.dirname, '../../packages/cafe24-sim/src/main.ts')

/** `pointpay` answers whatever the page asks of PointPay; `simulator` serves real skins of a mall, one a worker. */
export const test = base.extend<{ pointpay: PointPay }, { simulator: Simulator }>({
  pointpay: [
    async ({ context }, use) => {
      const pointpay = new PointPay()
      await pointpay.serve(context)
      await use(pointpay)
    },
    { auto: true },
  ],
  simulator: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are needed: none.
    async ({}, use) => {
      const running = spawn(process.execPath, [simulatorMain], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          CAFE24_SIM_PORT: '0',
          CAFE24_SIM_DATA: ':memory:',
          CAFE24_SIM_WIDGET_SRC: SCRIPT,
        },
      })
      const [line] = (await once(createInterface(running.stdout), 'line')) as [string]
      await use({ origin: /http:\S+/.exec(line)![0] })
      running.kill('SIGTERM')
      await once(running, 'exit')
    },
    { scope: 'worker' },
  ],
})

export { expect }

/** Logs in as the mall's own `shopper01` and opens a skin page of the simulated mall. */
export async function logIn(page: Page, { origin }: Simulator, skinPage = '/demomall/'): Promise<void> {
  await page.goto(`${origin}/demomall/member/login.html?returnUrl=${encodeURIComponent(skinPage)}`)
  await page.locator('input[name=member_id]').fill('shopper01')
  await page.locator('input[name=member_passwd]').fill('pointpay')
  await page.getByRole('button', { name: '로그인' }).click()
  await page.waitForURL(origin + skinPage)
}

/** The widget's button, or the skin's own that it adopted. */
export const ourButton = (page: Page) => page.getByRole('button', { name: '제휴포인트할인' }).first()

/** Presses and gives the popup, loaded. */
export async function press(page: Page, button = ourButton(page)): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await button.click()
  const popup = await opened
  await popup.waitForURL(/\/pointhub\/direct/)
  await popup.waitForLoadState()
  return popup
}
