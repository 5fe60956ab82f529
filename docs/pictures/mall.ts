import type { Page } from '@playwright/test'

export const mallId = 'demomall'
const password = 'pointpay'

/** The simulated mall, as its owner and its members have it. */
export class Mall {
  readonly origin: string

  constructor(origin: string) {
    this.origin = origin
  }

  /** Makes a member, or sets how much 적립금 one has. */
  async putMember(memberId: string, name: string, points?: number): Promise<void> {
    await this.#put(`malls/${mallId}`, {
      members: [{ member_id: memberId, name, password, ...(points === undefined ? {} : { points }) }],
    })
  }

  /** Makes Cafe24 slow, for the states that otherwise pass in a blink. */
  async slowDown(delayMs: number): Promise<void> {
    await this.#put('faults', { latencyMs: delayMs })
  }

  async speedUp(): Promise<void> {
    await this.#expectOk(await fetch(`${this.origin}/_sim/faults`, { method: 'DELETE' }))
  }

  /** Logs in on the mall's own page and comes to the skin page. */
  async logIn(page: Page, memberId: string): Promise<void> {
    const skin = `/${mallId}/`
    await page.goto(`${this.origin}${skin}member/login.html?returnUrl=${encodeURIComponent(skin)}`)
    await page.locator('input[name=member_id]').fill(memberId)
    await page.locator('input[name=member_passwd]').fill(password)
    await page.getByRole('button', { name: '로그인' }).click()
    await page.waitForURL(`${this.origin}${skin}`)
    await page.locator('pointpay-button[data-member=member]').first().waitFor()
  }

  async #put(path: string, body: unknown): Promise<void> {
    await this.#expectOk(
      await fetch(`${this.origin}/_sim/${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  }

  async #expectOk(answer: Response): Promise<void> {
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status}: ${await answer.text()}`)
  }
}
