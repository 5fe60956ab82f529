import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, press, test as base } from './mall.ts'
import { conversion, credit, POINTPAY, say } from './pointpay.ts'
import { beMember, MALL } from './skin.ts'

const root = join(import.meta.dirname, '../..')
const examples = join(root, 'examples')
const bin = (name: string) => join(root, 'node_modules/.bin', name)
const run = promisify(execFile)

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** `customSkin`: the folder that the example's own types and build came out in. */
const test = base.extend<object, { customSkin: string }>({
  customSkin: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are needed: none.
    async ({}, use) => {
      const cwd = join(examples, 'custom-skin')
      const out = await mkdtemp(join(tmpdir(), 'pointpay-custom-skin-'))
      const env = { ...process.env, NODE_ENV: 'production', VITE_POINTPAY_ORIGIN: POINTPAY }
      await run(bin('tsc'), [], { cwd })
      await run(bin('vite'), ['build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], { cwd, env })
      await use(out)
      await rm(out, { recursive: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

test('the pasted skin: its button opens PointPay, and its 적립금 is read again when it is credited', async ({
  page,
}) => {
  const skin = await readFile(join(examples, 'cafe24-skin/index.html'), 'utf8')
  let mileage = '1,000원'
  await page.route(`${MALL}/**`, (route) =>
    route.fulfill({
      contentType: contentTypes['.html']!,
      body: skin.replace('http://127.0.0.1:4300', POINTPAY).replace('1,000원', mileage),
    }),
  )
  await beMember(page, 'shopper1')
  await page.goto(`${MALL}/order/basket.html`)
  const popup = await press(page)
  expect(popup.url()).toContain('a_code=demo&user_id=shopper1')
  mileage = '13,345원'
  await say(popup, 'converted', conversion)
  await say(popup, 'credited', credit)
  await expect(page.locator('#my_mileage')).toHaveText('13,345원')
})

test('the custom skin: types and builds, and its order form counts the 적립금 as soon as it is credited', async ({
  page,
  customSkin,
}) => {
  await page.route(`${MALL}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const file = pathname === '/' ? '/index.html' : pathname
    await route.fulfill({
      contentType: contentTypes[extname(file)]!,
      body: await readFile(customSkin + file),
    })
  })
  await beMember(page, 'shopper1')
  await page.goto(`${MALL}/`)
  const popup = await press(page, page.getByRole('button', { name: '제휴포인트로 적립금 만들기' }))
  await say(popup, 'converted', conversion)
  await expect(page.getByRole('status')).toHaveText('12,000P를 전환했습니다. 곧 적립됩니다.')
  await say(popup, 'credited', credit)
  await expect(page.getByRole('status')).toHaveText('12,345원이 적립되었습니다.')
  await expect(page.getByText('13,345원')).toBeVisible()
  await expect(page.getByText('34,655원')).toBeVisible()
})
