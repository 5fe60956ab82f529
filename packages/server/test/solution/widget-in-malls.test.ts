import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NewMedia, newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { expect, test } from 'vitest'
import { Owner } from '../support/owner.ts'
import { app } from '../support/simulated-cafe24.ts'
import { aForm, post } from '../support/postback.ts'
import { useService, type World } from '../support/service.ts'

const world = useService()

type Media = Awaited<ReturnType<World['aMedia']>>

const tagsOf = async (media: Media) => {
  const token = await world().service.malls.access(media.mallId)
  if (token.kind !== 'token') throw new Error(token.kind)
  return world().cafe24.scriptTags(media.mallId, token.accessToken)
}

async function aMediaWithWidget(change: Partial<NewMedia> = {}): Promise<Media> {
  const media = await world().aMedia({ popup: 'own', ...change })
  await new Owner().consent(`${media.installUrl}?script_tag=1`)
  return media
}

/** A build of the widget as another version, with scripts that say so. */
function aWidgetBuild(version: string): string {
  const dist = mkdtempSync(join(tmpdir(), 'widget-build-'))
  const files = Object.fromEntries(
    ['pointpay.js', 'pressed.js'].map((name) => {
      const body = `/* ${name} ${version} */`
      writeFileSync(join(dist, name), body)
      return [name, { integrity: integrityOf(body) }]
    }),
  )
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify({ version, files }))
  return dist
}

const integrityOf = (body: string) => `sha384-${createHash('sha384').update(body).digest('base64')}`

test('one consent puts the widget into the mall, pinned to a version and its hash', async () => {
  const media = await world().aMedia()
  const page = await new Owner().consent(`${media.installUrl}?script_tag=1`)
  expect(page.title).toBe('토큰 발급 완료')
  expect(page.text).toContain('자동으로 설치되었습니다')
  const [tag, ...more] = await tagsOf(media)
  expect(more).toEqual([])
  expect(tag!.src).toContain(`/pointpay.js?a_code=${media.code}`)
  expect((await world().statusOf(media)).scriptTag).toBe('installed')
  // What the mall's pages will load is what the tag's hash says, and they may load it.
  const script = await fetch(tag!.src)
  expect(integrityOf(await script.text())).toBe(tag!.integrity)
  expect(script.headers.get('access-control-allow-origin')).toBe('*')
})

test('an app without the script tag’s permission is connected for 적립금 all the same', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = new URL(await owner.decide(await owner.begin(`${media.installUrl}?script_tag=1`), 'deny'))
  back.searchParams.set('error', 'invalid_scope')
  const next = (await owner.visit(back.toString())).headers.get('location')
  const consentPage = await owner.begin(next!)
  expect(consentPage.searchParams.get('scope')).toBe('mall.read_mileage,mall.write_mileage')
  expect((await owner.read(await owner.decide(consentPage, 'allow'))).title).toBe('토큰 발급 완료')
  expect((await world().statusOf(media)).scriptTag).toBe('not-permitted')
})

test('it can be put in and taken out again later; twice does no harm', async () => {
  const media = await aMediaWithWidget()
  const { setUp } = world().service
  expect(await setUp.removeScriptTag(media.code)).toMatchObject({
    kind: 'done',
    status: { scriptTag: 'none' },
  })
  expect(await tagsOf(media)).toEqual([])
  expect(await setUp.removeScriptTag(media.code)).toMatchObject({ kind: 'done' })
  expect(await setUp.putScriptTag(media.code)).toMatchObject({
    kind: 'done',
    status: { scriptTag: 'installed' },
  })
  expect(await setUp.putScriptTag(media.code)).toMatchObject({ kind: 'done' })
  expect(await tagsOf(media)).toHaveLength(1)
})

test('without the permission, who asks for it is told where to consent; a Cafe24 that is down changes nothing', async () => {
  const media = await world().aConsentedMedia()
  const { setUp } = world().service
  const refused = await setUp.putScriptTag(media.code)
  expect(refused).toMatchObject({ kind: 'consent-needed' })
  expect('message' in refused && refused.message).toContain(`${media.installUrl}?script_tag=1`)
  const other = await aMediaWithWidget()
  await world().cafe24.lever('PUT', '/faults', { mall_id: other.mallId, down: true })
  expect(await setUp.removeScriptTag(other.code)).toMatchObject({ kind: 'unavailable' })
  await world().cafe24.lever('PUT', '/faults', { mall_id: other.mallId })
  expect(await tagsOf(other)).toHaveLength(1)
  expect((await world().statusOf(other)).scriptTag).toBe('installed')
})

test('an owner who consents again after the app was removed gets the widget back without asking', async () => {
  const media = await aMediaWithWidget()
  await world().cafe24.lever('POST', `/malls/${media.mallId}/uninstall`)
  const consentPage = await new Owner().begin(media.installUrl!)
  expect(consentPage.searchParams.get('scope')).toContain('mall.write_application')
})

test('a new version reaches the malls at its first start, and the old one stays where pages still name it', async () => {
  const media = await aMediaWithWidget()
  const [old] = await tagsOf(media)
  await world().restart({ widget: aWidgetBuild('9.9.9') })
  await world().eventually('the new version', async () => {
    const [tag] = await tagsOf(media)
    return tag?.src === `${world().origin}/sdk/9.9.9/pointpay.js?a_code=${media.code}`
  })
  const [tag] = await tagsOf(media)
  expect(await (await fetch(tag!.src)).text()).toBe('/* pointpay.js 9.9.9 */')
  const before = await fetch(old!.src)
  expect(before.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(integrityOf(await before.text())).toBe(old!.integrity)
  await world().restart()
  await world().eventually('the present version', async () => (await tagsOf(media))[0]?.src === old!.src)
})

test('a service that moves to another address takes its malls along', async () => {
  const media = await aMediaWithWidget({ popup: 'pointpay' })
  const port = await freePort()
  await world().restart({ port })
  const moved = await world().statusOf(media)
  expect(moved.returnUrl!.startsWith(`http://127.0.0.1:${port}/solution/return/`)).toBe(true)
  expect(new URL(moved.returnUrl!).pathname).toBe(new URL(media.returnUrl).pathname)
  expect((await post(moved.returnUrl!, aForm(media))).text).toBe('201')
  await world().eventually('the tag', async () => {
    const [tag] = await tagsOf(media)
    return tag?.src.startsWith(`http://127.0.0.1:${port}/sdk/`) ?? false
  })
  await world().restart()
})

test('the moving major is kept for minutes, a version for ever, and nothing else is there', async () => {
  const { origin } = world()
  const moving = await fetch(`${origin}/sdk/v1/pointpay.js`)
  expect(moving.headers.get('cache-control')).toBe('public, max-age=300')
  expect(moving.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(moving.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  const etag = moving.headers.get('etag')!
  expect((await fetch(`${origin}/sdk/v1/pointpay.js`, { headers: { 'if-none-match': etag } })).status).toBe(
    304,
  )
  expect((await fetch(`${origin}/sdk/v1/pressed.js`)).status).toBe(200)
  for (const path of [
    'v2/pointpay.js',
    '1.0.1/pointpay.js',
    'v1/manifest.json',
    'v1/..%2fpackage.json',
    '%00/x.js',
  ])
    expect((await fetch(`${origin}/sdk/${path}`)).status).toBe(404)
})

test('browsers get it compressed as they can take it', async () => {
  const bytes = async (encoding: string) => {
    const answer = await fetch(`${world().origin}/sdk/v1/pointpay.js`, {
      headers: { 'accept-encoding': encoding },
    })
    return { encoding: answer.headers.get('content-encoding'), body: await answer.text() }
  }
  const plain = await bytes('identity')
  expect(plain.encoding).toBeNull()
  expect(await bytes('gzip, br')).toEqual({ encoding: 'br', body: plain.body })
  expect(await bytes('gzip, br;q=0')).toEqual({ encoding: 'gzip', body: plain.body })
})

test('a widget that was put in follows its media to PointPay’s popup, and into test mode', async () => {
  const media = await aMediaWithWidget()
  const { setUp } = world().service
  const query = async () => Object.fromEntries(new URL((await tagsOf(media))[0]!.src).searchParams)
  await setUp.change(media.code, { popup: 'pointpay', nonceSeparator: '~' })
  const pointpay = { a_code: media.code, origin: 'https://ssl.pointpay.im', separator: '~' }
  expect(await query()).toEqual(pointpay)
  expect((await world().statusOf(media)).scriptTag).toBe('installed')
  await setUp.change(media.code, { mode: 'test' })
  expect(await query()).toEqual({ a_code: media.code })
  await setUp.change(media.code, { mode: 'live' })
  expect(await query()).toEqual(pointpay)
})

test('a media that demands Cafe24’s token has its button ask for it, as the mall’s app', async () => {
  const media = await aMediaWithWidget()
  await world().service.setUp.change(media.code, { memberProof: 'cafe24-token' })
  const asks = async (clientId: string) => {
    const { snippet, scriptTag } = await world().statusOf(media)
    expect(snippet).toContain(` data-proof="cafe24" data-client-id="${clientId}"`)
    expect(scriptTag).toBe('installed')
    const [tag] = await tagsOf(media)
    expect(new URL(tag!.src).search).toContain(`&proof=cafe24&clientId=${clientId}`)
  }
  await asks(app.clientId)
  expect((await world().service.setUp.change(media.code, { memberProof: 'none' })).kind).toBe('changed')
  expect((await world().statusOf(media)).snippet).not.toContain('proof')
})

test('a merchant’s own backend, whose members Cafe24 does not know, cannot demand Cafe24’s token', async () => {
  const wanted = newMediaSchema.parse({
    code: 'without-mall',
    name: '실물가맹점',
    integration: { kind: 'own-backend', returnUrl: 'https://merchant.example/return' },
  })
  const { setUp } = world().service
  expect(await setUp.add({ ...wanted, memberProof: 'cafe24-token' })).toEqual({ kind: 'no-cafe24-token' })
  expect((await setUp.add(wanted)).kind).toBe('added')
  expect(await setUp.change(wanted.code, { memberProof: 'cafe24-token' })).toEqual({
    kind: 'no-cafe24-token',
  })
})
