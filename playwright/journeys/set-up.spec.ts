import { randomBytes } from 'node:crypto'
import { logInToConsole, searchMember } from './console.ts'
import { addMedia } from './media.ts'
import { expect, test } from './mall.ts'
import { convert, expectCredited, openPopup } from './shopper.ts'

test('a mall is set up, converted in and cancelled in, by what the guide says and nothing else', async ({
  browser,
  mall,
  page,
}) => {
  const code = `mall${randomBytes(4).toString('hex')}`
  const member = await mall.open(code)

  // The operator adds the media and gets the address for the owner.
  await logInToConsole(page, 'operator')
  const installUrl = await addMedia(page, mall, code)

  // The owner, in a browser of their own: refuses by mistake, is told what to do, and agrees.
  const owner = await (await browser.newContext({ locale: 'ko-KR' })).newPage()
  await owner.goto(installUrl)
  await owner.getByRole('button', { name: '거부' }).click()
  await expect(owner.getByRole('heading', { level: 1 })).not.toHaveText('토큰 발급 완료')
  await owner.goto(installUrl)
  await owner.getByRole('button', { name: '동의함' }).click()
  await expect(owner.getByRole('heading', { name: '토큰 발급 완료' })).toBeVisible()
  await owner.reload()
  await expect(owner.getByRole('heading', { level: 1 })).not.toHaveText('토큰 발급 완료')
  await owner.context().close()
  await page.reload()
  await expect(page.getByText('동의함')).toBeVisible()

  // A shopper of that mall converts.
  const shopper = await (await browser.newContext({ locale: 'ko-KR' })).newPage()
  await mall.logIn(shopper, member, `/${code}/`)
  const popup = await openPopup(shopper)
  await convert(popup, 2_000)
  await expectCredited(popup)
  expect(await mall.movements(member, code)).toMatchObject([{ type: 'increase', amount: '2000.00' }])
  await shopper.context().close()

  // And the operator cancels.
  await searchMember(page, member)
  await page.getByRole('link', { name: /^ME\d+/ }).click()
  await page.getByRole('button', { name: '취소하기' }).click()
  await page.getByRole('dialog').getByLabel('취소 사유').fill('고객 요청')
  await page.getByRole('dialog').getByRole('button', { name: '적립금 회수하고 취소' }).click()
  await expect(page.getByText('취소 완료').first()).toBeVisible()
  expect(await mall.movements(member, code)).toHaveLength(2)
})
