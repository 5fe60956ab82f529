import { randomBytes } from 'node:crypto'
import { test as base, expect, type APIRequestContext, type Page } from '@playwright/test'

export interface Movement {
  type: 'increase' | 'decrease'
  amount: string
  reason: string
  shop_no: number
}

/** The simulated mall as a journey sees it: members to be, pages to open, and its own books to look into. */
export class Mall {
  readonly origin: string
  readonly #request: APIRequestContext

  constructor(origin: string, request: APIRequestContext) {
    this.origin = origin
    this.#request = request
  }

  /** A new member, so that journeys can run side by side. */
  async aMember(memberId = `j${randomBytes(6).toString('hex')}`, mallId = 'demomall'): Promise<string> {
    const answer = await this.#request.put(`${this.origin}/_sim/malls/${mallId}`, {
      data: { members: [{ member_id: memberId, name: '김여정', password: 'pointpay' }] },
    })
    expect(answer.ok()).toBe(true)
    return memberId
  }

  /** A mall of its own at Cafe24, with an app registered and one member, whose id it gives. */
  async open(mallId: string): Promise<string> {
    const answer = await this.#request.put(`${this.origin}/_sim/malls/${mallId}`, {
      data: {
        a_code: mallId,
        apps: [
          {
            client_id: 'journey-client',
            client_secret: 'journey-secret',
            redirect_uris: ['http://127.0.0.1:*/solution/result'],
          },
        ],
        members: [{ member_id: `m${mallId}`, name: '김봄', password: 'pointpay' }],
      },
    })
    expect(answer.ok()).toBe(true)
    return `m${mallId}`
  }

  /** Pastes a button code into the mall's skin, in place of the simulator's own. */
  async paste(mallId: string, snippet: string): Promise<void> {
    const answer = await this.#request.put(`${this.origin}/_sim/malls/${mallId}`, { data: { snippet } })
    expect(answer.ok()).toBe(true)
  }

  /** How often this mall's Admin API was called. */
  async apiCalls(mallId: string): Promise<number> {
    const answer = await this.#request.get(`${this.origin}/_sim/calls?mall_id=${mallId}`)
    return ((await answer.json()) as { total: number }).total
  }

  /** What the member shall have from now on, as if the rest were spent. */
  async setPoints(memberId: string, points: number): Promise<void> {
    const answer = await this.#request.put(`${this.origin}/_sim/malls/demomall`, {
      data: { members: [{ member_id: memberId, points }] },
    })
    expect(answer.ok()).toBe(true)
  }

  /** Logs in on the mall's own log-in page and comes to the skin page, of shop 1 unless told. */
  async logIn(page: Page, memberId: string, skinPage = '/demomall/'): Promise<void> {
    const [, mallId] = skinPage.split('/')
    await page.goto(`${this.origin}/${mallId}/member/login.html?returnUrl=${encodeURIComponent(skinPage)}`)
    await page.locator('input[name=member_id]').fill(memberId)
    await page.locator('input[name=member_passwd]').fill('pointpay')
    await page.getByRole('button', { name: '로그인' }).click()
    await page.waitForURL(`${this.origin}${skinPage}`)
  }

  /** The member's movements in Cafe24's books, oldest first. */
  async movements(memberId: string, mallId = 'demomall'): Promise<Movement[]> {
    const answer = await this.#request.get(
      `${this.origin}/_sim/members/${encodeURIComponent(memberId)}/points?mall_id=${mallId}`,
    )
    return ((await answer.json()) as { rows: Movement[] }).rows
  }
}

export const test = base.extend<{ mall: Mall }>({
  mall: async ({ playwright }, use, testInfo) => {
    const request = await playwright.request.newContext()
    await use(new Mall(testInfo.project.metadata['simulatorOrigin'] as string, request))
    await request.dispose()
  },
})

export { expect }
