import { randomBytes } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { secretSettings } from '../../src/secret-files.ts'
import { readSettings, type Settings, settingNames } from '../../src/settings.ts'

/** No engine runs here: what of the image and the composition can be wrong on paper is held on paper. */
const root = join(import.meta.dirname, '../../../..')
const text = (name: string) => readFileSync(join(root, name), 'utf8')

const dockerfile = text('Dockerfile')
const stages = dockerfile.split(/^(?=FROM )/m).slice(1)
const lastStage = stages.at(-1) ?? ''
const copied = (stage: string) =>
  [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) => from!.split(' '))

interface Composition {
  services: Record<
    string,
    {
      environment: Record<string, string>
      secrets: string[]
      volumes: string[]
      ports: string[]
      image: string
    }
  >
  secrets: Record<string, { environment: string }>
  volumes: Record<string, null>
}
const composition = parse(text('compose.yaml')) as Composition
const { environment, secrets } = composition.services['pointpay']!

test('the image is made of files that are there, on the Node that the workspace pins', () => {
  for (const place of stages.flatMap(copied))
    expect([place, existsSync(join(root, place))]).toEqual([place, true])
  const pinned = /^ {2}node: (\d\S+)$/m.exec(text('pnpm-workspace.yaml'))?.[1]
  const images = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version)
  expect(new Set(images)).toEqual(new Set([pinned]))
})

test('the image holds the server, every package of ours that it stands on, and every build that it serves', () => {
  const dependencies = new Set<string>()
  const follow = (name: string) => {
    if (dependencies.has(name)) return
    dependencies.add(name)
    const manifest = JSON.parse(text(`packages/${name}/package.json`)) as {
      dependencies: Record<string, string>
    }
    for (const key of Object.keys(manifest.dependencies))
      if (key.startsWith('@pointpay/')) follow(key.slice(10))
  }
  follow('server')
  for (const name of dependencies) {
    expect(lastStage).toContain(`COPY packages/${name}/src packages/${name}/src\n`)
    expect(dockerfile).toContain(`COPY packages/${name}/package.json packages/${name}/\n`)
  }
  for (const name of ['widget', 'popup', 'console'])
    expect(lastStage).toContain(`COPY --from=build /app/packages/${name}/dist packages/${name}/dist\n`)
})

test('the service does not run as root, and what it must keep lies on a volume', () => {
  expect(lastStage).toMatch(/^USER node$/m)
  const folder = /POINTPAY_DATA=(\S+)/.exec(lastStage)?.[1]
  expect(lastStage).toMatch(new RegExp(`^VOLUME ${folder}$`, 'm'))
  expect(composition.services['pointpay']!.volumes).toEqual([`journal:${folder}`])
  const used = Object.values(composition.services).flatMap(({ volumes }) =>
    volumes.map((each) => each.split(':')[0]),
  )
  expect(new Set(used)).toEqual(new Set(Object.keys(composition.volumes)))
})

/** Whether a file of the repository's folder is left out of what the engine gets, by the rules of `.dockerignore`. */
function isIgnored(path: string): boolean {
  const rules = text('.dockerignore').split('\n')
  const patterns = rules.filter((line) => line !== '' && !line.startsWith('#'))
  // No rule takes another back, so their order does not matter.
  expect(patterns.filter((pattern) => pattern.startsWith('!'))).toEqual([])
  const folders = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
  return folders.some((each) => patterns.some((pattern) => matchesGlob(each, pattern)))
}

test.each([
  '.env',
  '.env.production',
  '.env.local',
  'packages/server/.env',
  'examples/own-backend/.env.test',
  'tls.pem',
  'certificates/deep/tls.pem',
  'tls.key',
  'secrets/pointpay_secret',
  'deploy/secrets/pointpay_secret',
  '.data/demo/secrets.json',
  '.data/pointpay/token-journal/demomall.1.token',
  'packages/server/.data/pointpay/store.lock',
  '.git/config',
])('%s is in no layer of the image', (path) => {
  expect(isIgnored(path)).toBe(true)
})

test('what the image needs is not left out with the secrets', () => {
  const wanted = stages.flatMap(copied).flatMap((place) => {
    const files = globSync(`${place}/**`, { cwd: root, withFileTypes: true })
    return [place, ...files.map((file) => join(file.parentPath, file.name).slice(root.length + 1))]
  })
  const sources = wanted.filter((path) => /^packages\/(contracts|credit|server)\/src\//.test(path))
  expect(sources.length).toBeGreaterThan(200)
  expect(sources.filter(isIgnored)).toEqual([])
})

test('the last stage takes named folders alone, and no secret goes into the image by an argument', () => {
  const places = [...lastStage.matchAll(/^COPY (?:--from=(\w+) )?(\S+) \S+$/gm)].map(([, from, place]) => [
    from,
    place,
  ])
  expect(places.length).toBeGreaterThan(5)
  for (const [from, place] of places)
    expect([
      from ?? 'sources',
      /^(\/app\/)?packages\/\w+\/(src|dist)$/.test(place!) || (from === 'dependencies' && place === '/app'),
    ]).toEqual([from ?? 'sources', true])
  const dependencies = stages.find((stage) => stage.startsWith('FROM base AS dependencies')) ?? ''
  expect(copied(dependencies).filter((place) => !/package\.json$|^pnpm-/.test(place))).toEqual([])
  expect(dockerfile).not.toMatch(/^(ARG|ADD) /m)
  expect(secretSettings.filter((name) => dockerfile.includes(`${name}=`))).toEqual([])
})

const given: Record<string, string> = {
  POINTPAY_ORIGIN: 'https://pointpay.example',
  POINTPAY_SECRET: randomBytes(32).toString('base64url'),
  POINTPAY_TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  POSTGRES_PASSWORD: 'password',
  DATABASE_URL: 'postgresql://pointpay:password@postgres:5432/pointpay',
}

/** What the container is given where `.env` holds these. @throws with the name of a variable that it may not lack */
function environmentWith(env: Record<string, string>): Record<string, string> {
  const interpolated = (value: string) =>
    value.replaceAll(/\$\{(\w+)(:[?-])?([^}]*)\}/g, (_, name: string, operator: string, rest: string) => {
      const found = env[name]
      if (found) return found
      if (operator === ':-') return rest
      throw new Error(name)
    })
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolated(value)]))
}

/** The content of a file in the service's container. @throws where there is none */
function fileWith(env: Record<string, string>, path: string): string {
  const [, secret = ''] = /^\/run\/secrets\/(\w+)$/.exec(path) ?? []
  const content = secrets.includes(secret) ? env[composition.secrets[secret]!.environment] : undefined
  if (content) return content
  throw Object.assign(new Error(path), { code: 'ENOENT' })
}

/** What the service in the container reads where `.env` holds these. */
function settingsWith(env: Record<string, string>): Settings {
  return readSettings(environmentWith(env), (path) => fileWith(env, path))
}

test('the composition’s settings are the service’s: with its demands met it starts, and each demand is one', () => {
  expect(settingsWith(given)).toMatchObject({
    origin: 'https://pointpay.example',
    databaseUrl: 'postgresql://pointpay:password@postgres:5432/pointpay',
    cafe24Origin: 'https://{mall_id}.cafe24api.com',
    partners: 'none',
    identity: 'none',
    worker: true,
    // Whoever reaches the published address is a proxy of this machine.
    trustProxy: true,
    logLevel: 'info',
    secrets: { current: given['POINTPAY_SECRET'], previous: [] },
  })
  for (const name of ['POINTPAY_ORIGIN', 'POINTPAY_SECRET', 'POINTPAY_TOKEN_KEYS']) {
    const { [name]: _, ...rest } = given
    expect(() => settingsWith(rest)).toThrow(name)
  }
  // Without it the service would use an embedded store that nobody chose.
  const { DATABASE_URL: _, ...rest } = given
  expect(() => settingsWith(rest)).toThrow('DATABASE_URL_FILE')
  const known = [...settingNames, ...secretSettings.map((name) => `${name}_FILE`)]
  expect(known).toEqual(expect.arrayContaining(Object.keys(environment)))
})

test('secrets that every service has reach the containers as files, and not in the environment', () => {
  const shown = Object.values(composition.services).flatMap((service) => Object.entries(service.environment))
  for (const name of ['POINTPAY_SECRET', 'POINTPAY_TOKEN_KEYS', 'DATABASE_URL', 'POSTGRES_PASSWORD']) {
    const interpolated = new RegExp(`\\$\\{${name}\\b`)
    expect(shown.filter(([key, value]) => key === name || interpolated.test(value))).toEqual([])
    const [secret = ''] = Object.entries(composition.secrets).find(([, each]) => each.environment === name)!
    expect(shown).toContainEqual([`${name}_FILE`, `/run/secrets/${secret}`])
  }
  const used = Object.values(composition.services).flatMap((service) => service.secrets)
  expect(used.sort()).toEqual(Object.keys(composition.secrets).sort())
})

/** Settings that the composition or the image decides, since the container's other parts depend on them. */
const fixed = {
  POINTPAY_HOST: /^ {2}POINTPAY_HOST=0\.0\.0\.0 \\$/m.test(lastStage),
  POINTPAY_DATA: /^ {2}POINTPAY_DATA=\/data$/m.test(lastStage),
  // Outside the container; inside, the service listens on its default.
  POINTPAY_PORT: composition.services['pointpay']!.ports.includes('127.0.0.1:${POINTPAY_PORT:-4300}:4300'),
}

test('every setting reaches the container from `.env`, but for those that it fixes', () => {
  for (const name of settingNames) {
    const byHand = { ...given, [name]: 'set by hand' }
    const file = environment[`${name}_FILE`]
    if (name in fixed) expect([name, fixed[name as keyof typeof fixed]]).toEqual([name, true])
    else
      expect([name, file ? fileWith(byHand, file) : environmentWith(byHand)[name]]).toEqual([
        name,
        'set by hand',
      ])
  }
})
