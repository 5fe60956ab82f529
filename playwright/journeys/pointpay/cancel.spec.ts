import { logInToConsole, searchMember } from '../console.ts'
import { openPopup } from '../shopper.ts'
import { convertAtPointPay, expect, test } from './pointpay.ts'

test("a cancel takes the 적립금 back and then names what is left to do in PointPay's admin", async ({
  page,
  mall,
  pointPay,
  context,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  await convertAtPointPay(await openPopup(page), 8_000)
  await expect.poll(() => mall.movements(member)).toMatchObject([{ type: 'increase', amount: '8000.00' }])
  const transactionNumber = (await pointPay.postings(member))[0]?.fields['rw_orderno'] ?? ''

  const console = await context.newPage()
  await logInToConsole(console)
  await searchMember(console, member)
  await console.getByRole('link', { name: transactionNumber }).click()
  await console.getByRole('button', { name: '취소하기' }).click()
  const dialog = console.getByRole('dialog')
  await dialog.getByLabel('취소 사유').fill('고객 요청')
  await dialog.getByRole('button', { name: '적립금 회수하고 취소' }).click()

  await expect(console.getByText('취소 완료').first()).toBeVisible()
  await expect(
    console.getByText(/PointPay 매체 관리자에 .*메뉴 'KT포인트다모아'에서 회원 아이디 /),
  ).toContainText(transactionNumber)
  expect(await mall.movements(member)).toMatchObject([
    { type: 'increase', amount: '8000.00' },
    { type: 'decrease', amount: '8000.00' },
  ])
})
