import { randomBytes } from 'node:crypto'
import { logInToConsole, searchMember, textToCopy } from '../console.ts'
import { addMedia, consentAsOwner } from '../media.ts'
import { convert, expectCredited, listenToPointPay, openPopup } from '../shopper.ts'
import { expect, test } from './pointpay.ts'

test('a media in test mode is walked through on the mall’s real page, and nothing reaches Cafe24', async ({
  page,
  mall,
  browser,
  baseURL,
}) => {
  const code = `try${randomBytes(4).toString('hex')}`
  const member = await mall.open(code)

  // The operator adds the media, its owner consents, and the operator switches it to test.
  await logInToConsole(page, 'operator')
  await consentAsOwner(browser, await addMedia(page, mall, code))
  await page.reload()
  await expect(page.getByText('동의함')).toBeVisible()
  await page.getByRole('button', { name: '시험으로 바꾸기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '시험으로 바꾸기' }).click()
  await expect(page.getByText('시험으로 바꿨습니다.')).toBeVisible()
  await expect(page.getByText('시험', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('버튼 코드가 바뀌었습니다.')).toBeVisible()
  const snippet = await textToCopy(page, 'pointpay.js')
  expect(snippet).not.toContain('ssl.pointpay.im')
  await mall.paste(code, snippet)
  const callsBefore = await mall.apiCalls(code)

  // A shopper walks the whole way on the mall's own page.
  const shopper = await (await browser.newContext({ locale: 'ko-KR' })).newPage()
  await mall.logIn(shopper, member, `/${code}/`)
  const events = await listenToPointPay(shopper)
  const popup = await openPopup(shopper)
  expect(new URL(popup.url()).origin).toBe(baseURL)
  await expect(popup.getByText('시험 환경')).toBeVisible()
  await convert(popup, 3_000)
  await expectCredited(popup)
  await expect(popup.getByRole('heading', { name: '적립 완료 (시험)' })).toBeVisible()
  await expect.poll(events).toMatchObject([
    { name: 'converted', points: 3_000, test: true },
    { name: 'credited', amount: 3_000, test: true },
  ])
  await shopper.context().close()

  // Nothing happened in the mall, and the console marks the conversion.
  expect(await mall.movements(member, code)).toEqual([])
  expect(await mall.apiCalls(code)).toBe(callsBefore)
  await searchMember(page, member)
  const row = page.getByRole('row').filter({ hasText: member })
  await expect(row.getByText('시험', { exact: true })).toBeVisible()
  await row.getByRole('link', { name: /^ME\d+/ }).click()
  await expect(page.getByText('시험 매체에서 한 전환입니다.')).toBeVisible()
})

test('going live says what is missing and changes the media only once it is confirmed', async ({
  page,
  mall,
}) => {
  const code = `live${randomBytes(4).toString('hex')}`
  await mall.open(code)
  await logInToConsole(page, 'operator')
  await addMedia(page, mall, code)
  await page.getByRole('button', { name: '시험으로 바꾸기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '시험으로 바꾸기' }).click()

  await page.getByRole('button', { name: '실제로 바꾸기' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('아직 남은 것이 있습니다')
  for (const missing of ['쇼핑몰 주인의 동의', 'https로 된 쇼핑몰 주소', 'RETURN URL 확인'])
    await expect(dialog).toContainText(missing)
  await expect(dialog).not.toContainText('포인트 제휴사와 본인확인')
  await dialog.getByRole('button', { name: '시험으로 두기' }).click()
  await page.reload()
  await page.getByRole('button', { name: '실제로 바꾸기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '실제로 바꾸기' }).click()
  await expect(page.getByText('실제로 바꿨습니다.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: '시험으로 바꾸기' })).toBeVisible()
})
