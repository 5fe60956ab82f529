import { logInToConsole, searchMember } from './console.ts'
import { expect, test } from './mall.ts'
import { convert, expectCredited, openPopup } from './shopper.ts'

test('a manager finds the member, cancels, and the 적립금 is taken back once', async ({
  page,
  mall,
  context,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const popup = await openPopup(page)
  await convert(popup, 8_000)
  await expectCredited(popup)
  await popup.close()

  const console = await context.newPage()
  await logInToConsole(console)
  await searchMember(console, member)
  await console.getByRole('link', { name: /^ME\d+/ }).click()
  await console.getByRole('button', { name: '취소하기' }).click()
  const dialog = console.getByRole('dialog')
  await expect(dialog).toContainText('8,000')
  await dialog.getByLabel('취소 사유').fill('고객 요청')
  await dialog.getByRole('button', { name: '적립금 회수하고 취소' }).click()
  await expect(console.getByText('취소 완료').first()).toBeVisible()

  expect(await mall.movements(member)).toMatchObject([
    { type: 'increase', amount: '8000.00' },
    { type: 'decrease', amount: '8000.00' },
  ])
})

test('where the member has spent the points, the manager sees both figures and nothing is taken', async ({
  page,
  mall,
  context,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const popup = await openPopup(page)
  await convert(popup, 9_000)
  await expectCredited(popup)
  await popup.close()
  await mall.setPoints(member, 1_234)

  const console = await context.newPage()
  await logInToConsole(console)
  await searchMember(console, member)
  await console.getByRole('link', { name: /^ME\d+/ }).click()
  await console.getByRole('button', { name: '취소하기' }).click()
  const dialog = console.getByRole('dialog')
  await expect(dialog).toContainText('9,000')
  await expect(dialog).toContainText('1,234')
  expect((await mall.movements(member)).filter(({ reason }) => reason.includes('취소'))).toEqual([])
})
