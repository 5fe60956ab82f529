import type { Browser, BrowserContext, Page } from '@playwright/test'
import { ShopperApi } from '../../scripts/shopper-api.ts'
import type { System } from '../../scripts/system.ts'
import { openContext, phone, take } from './camera.ts'
import type { Mall } from './mall.ts'

const width = 1180
const height = 800

/** What members converted before anybody logs in: enough to fill a list, within what the sandbox's one person owns. */
const conversions: [member: string, kind: string, points: number][] = [
  ['haneul', 'KT', 5_000],
  ['gildong', 'OKCASHBAG', 10_000],
  ['sora_k', 'KT', 12_000],
  ['byeol7', 'LPOINT', 3_000],
  ['haneul', 'KT', 3_300],
  ['minjun', 'KT', 8_000],
]

/** The console as its people see it, with some conversions of the day, one of them refused. */
export async function takeConsole(browser: Browser, system: System, mall: Mall): Promise<void> {
  for (const [member, kind, points] of conversions) await convert(system, mall, member, kind, points)
  const context = await openContext(browser, { width, height })
  const page = await context.newPage()
  await logIn(page, system.origin, 'operator')
  await convertForNobody(context, system.origin)

  await page.goto(`${system.origin}/console/conversions`)
  await page
    .getByRole('link', { name: /^ME\d+/ })
    .nth(conversions.length)
    .waitFor()
  await take(page, 'console-conversions', height)
  await takeCancels(page, system.origin, mall)
  await takeScreens(page, system.origin)
  await context.close()
  await takeOnPhone(browser, system.origin)
}

async function convert(
  { origin }: System,
  mall: Mall,
  member: string,
  kind: string,
  points: number,
): Promise<void> {
  await mall.putMember(member, '김하늘')
  const shopper = await ShopperApi.open(origin, { aCode: 'demo', userId: member })
  await shopper.identify()
  await shopper.convert(kind, points)
  await shopper.untilCredited(20_000)
}

async function logIn(page: Page, origin: string, login: string): Promise<void> {
  await page.goto(`${origin}/console/`)
  await page.getByLabel('아이디').fill(login)
  await page.getByLabel('비밀번호').fill('pointpay-demo')
  await page.getByRole('button', { name: '로그인' }).click()
  await page.getByRole('link', { name: 'KT포인트다모아' }).waitFor()
}

/** A shopper who has left the mall meanwhile converts: Cafe24 refuses, and a person decides. */
async function convertForNobody({ request }: BrowserContext, origin: string): Promise<void> {
  const shopper = await ShopperApi.open(origin, { aCode: 'demo', userId: 'leftmember' })
  await shopper.identify('010-8765-4321')
  await shopper.convert('KT', 10_000)
  const isWaiting = async () => {
    const reviews = (await (await request.get(`${origin}/console/api/reviews`)).json()) as {
      items: unknown[]
    }
    return reviews.items.length > 0
  }
  while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 200))
}

/** A cancel that goes through, and one for which the member has too little left. */
async function takeCancels(page: Page, origin: string, mall: Mall): Promise<void> {
  await search(page, origin, 'minjun')
  await openFirst(page)
  await take(page, 'console-conversion', 1_100)
  await page.getByRole('button', { name: '취소하기' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('취소 사유').fill('고객 요청')
  await take(page, 'console-cancel')
  await dialog.getByRole('button', { name: '적립금 회수하고 취소' }).click()
  await page.getByText('취소 완료').first().waitFor()

  await mall.putMember('sora_k', '김소라', 1_500)
  await search(page, origin, 'sora_k')
  await openFirst(page)
  await page.getByRole('button', { name: '취소하기' }).click()
  await dialog.getByRole('alert').waitFor()
  await take(page, 'console-cancel-short')
}

async function search(page: Page, origin: string, member: string): Promise<void> {
  await page.goto(`${origin}/console/conversions`)
  await page.getByLabel('회원 ID').fill(member)
  await page.getByRole('button', { name: '검색' }).click()
}

async function openFirst(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^ME\d+/ })
    .first()
    .click()
  await page.getByRole('button', { name: '취소하기' }).waitFor()
}

async function takeScreens(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/console/media/demo`)
  await page.getByText('/solution/install/demo').first().waitFor()
  await take(page, 'console-media', 1_200)
  await page.goto(`${origin}/console/new-media`)
  await page.getByLabel('매체 코드').fill('MAYSHOP')
  await page.getByLabel('매체 이름').fill('오월상점')
  await take(page, 'console-media-new', 1_000)
  await page.goto(`${origin}/console/reviews`)
  await page.getByRole('article').first().getByRole('button', { name: '살펴보고 결정' }).click()
  await take(page, 'console-reviews', 1_000)
  await page.goto(`${origin}/console/settlement`)
  await page.getByRole('table').waitFor()
  await take(page, 'console-settlement', 1_000)
}

async function takeOnPhone(browser: Browser, origin: string): Promise<void> {
  const context = await openContext(browser, phone)
  const page = await context.newPage()
  await logIn(page, origin, 'demo')
  await page
    .getByRole('link', { name: /^ME\d+/ })
    .first()
    .waitFor()
  await take(page, 'console-conversions-phone')
  await context.close()
}
