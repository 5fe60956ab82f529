import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test as base } from '../mall.ts'

/** The simulated PointPay as a journey sees it: what is registered there, and what it posted. */
export class PointPay {
  readonly origin: string
  readonly #request: APIRequestContext

  constructor(origin: string, request: APIRequestContext) {
    this.origin = origin
    this.#request = request
  }

  /** Registers a media's RETURN URL, in UTF-8 unless told. */
  async register(aCode: string, returnUrl: string, charset: 'utf-8' | 'euc-kr' = 'utf-8'): Promise<void> {
    const answer = await this.#request.put(`${this.origin}/_sim/media/${aCode}`, {
      data: { returnUrl, charset },
    })
    expect(answer.ok()).toBe(true)
  }

  /** The RETURN URL calls about this member, oldest first: fields, body, and what was answered. */
  async postings(memberId: string) {
    const answer = await this.#request.get(`${this.origin}/_sim/postings`)
    const { items } = (await answer.json()) as {
      items: { fields: Record<string, string>; body: string; answer: { text: string } | null }[]
    }
    return items.filter(({ fields }) => fields['rw_user_id'] === memberId)
  }
}

/** Converts in PointPay's own popup, up to its last page. */
export async function convertAtPointPay(popup: Page, points: number): Promise<void> {
  await popup.getByLabel('KT 포인트').check()
  await popup.getByLabel('전환 포인트').fill(String(points))
  await popup.getByRole('button', { name: '전환' }).click()
  await expect(popup.getByText('전환이 완료되었습니다.')).toBeVisible()
}

export const test = base.extend<{ pointPay: PointPay }>({
  pointPay: async ({ playwright }, use, testInfo) => {
    const request = await playwright.request.newContext()
    await use(new PointPay(testInfo.project.metadata['pointPayOrigin'] as string, request))
    await request.dispose()
  },
})

export { expect }
