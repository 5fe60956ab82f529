import type { Browser, Page } from '@playwright/test'
import { desk, openContext, phone, take, type View } from './camera.ts'
import type { Mall } from './mall.ts'
import * as shopper from './shopper.ts'

/** Long enough to be looked at while the 적립금 is on its way. */
const slowCafe24Ms = 4_000

const points = 12_345
/** More than the sandbox gives anybody. */
const tooMany = 60_000

/** Each way is another person's, for the sandbox keeps books: 52,340 points are there once. */
let persons = 0
const nextPhone = () => `0101234567${persons++}`

/** Every step of the popup, opened by a press of the button: on a desk and a phone, light and dark. */
export async function takePopup(browser: Browser, mall: Mall): Promise<void> {
  for (const view of [desk, phone]) for (const dark of [false, true]) await takeWay(browser, mall, view, dark)
  await takeProblem(browser, mall)
}

async function takeWay(browser: Browser, mall: Mall, view: View, dark: boolean): Promise<void> {
  const picture = (popup: Page, step: string) =>
    take(popup, `popup-${step}-${view.name}${dark ? '-dark' : ''}`)
  await mall.putMember('gildong', '홍길동')
  const context = await openContext(browser, { ...view, dark })
  const popup = await openPopup(await context.newPage(), mall, view)

  await popup.getByLabel('이름').waitFor()
  await shopper.enterPerson(popup, nextPhone())
  await picture(popup, 'identity')
  await shopper.sendCode(popup)
  await picture(popup, 'code')
  await shopper.confirmCode(popup)
  await shopper.chooseKind(popup)
  await picture(popup, 'kinds')
  await shopper.next(popup)
  await shopper.enterPoints(popup, tooMany)
  await picture(popup, 'amount-error')
  await shopper.enterPoints(popup, points)
  await picture(popup, 'amount')
  await shopper.next(popup)
  await shopper.agree(popup)
  await picture(popup, 'review')
  await mall.slowDown(slowCafe24Ms)
  await shopper.convert(popup)
  await shopper.untilHeading(popup, '적립금을 넣고 있습니다')
  await picture(popup, 'converted')
  await mall.speedUp()
  await shopper.untilHeading(popup, '적립 완료')
  await picture(popup, 'credited')
  await context.close()
}

/** On a desk a window, on a phone this very tab. */
async function openPopup(page: Page, mall: Mall, view: View): Promise<Page> {
  await mall.logIn(page, 'gildong')
  const button = page.getByRole('button', { name: '제휴포인트할인' }).first()
  if (view === phone) {
    await button.click()
    return page
  }
  const opening = page.waitForEvent('popup')
  await button.click()
  const popup = await opening
  await popup.setViewportSize({ width: view.width, height: view.height })
  return popup
}

/** Left in the middle and opened again; an address that names no mall. */
async function takeProblem(browser: Browser, mall: Mall): Promise<void> {
  const context = await openContext(browser, desk)
  const page = await context.newPage()
  const left = await openPopup(page, mall, desk)
  await left.getByLabel('이름').waitFor()
  const address = left.url()
  await left.close()
  const again = await openPopup(page, mall, desk)
  await again.getByText('전환하지 않고 나가셨습니다').waitFor()
  await take(again, 'popup-left-before-desk')
  await again.goto(address.replace('a_code=demo', 'a_code=nowhere'))
  await again.getByRole('heading', { name: '등록되지 않은 매체입니다' }).waitFor()
  await take(again, 'popup-problem-desk')
  await context.close()
}
