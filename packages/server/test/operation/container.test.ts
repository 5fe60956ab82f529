import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readSettings, settingNames } from '../../src/settings.ts'

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
    { environment: Record<string, string>; volumes: string[]; ports: string[]; image: string }
  >
  volumes: Record<string, null>
}
const composition = parse(text('compose.yaml')) as Composition
const environment = composition.services['pointpay']!.environment

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

const given: Record<string, string> = {
  POINTPAY_ORIGIN: 'https://pointpay.example',
  POINTPAY_SECRET: 'x'.repeat(32),
  POINTPAY_TOKEN_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  POSTGRES_PASSWORD: 'password',
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

test('the composition’s settings are the service’s: with its demands met it starts, and each demand is one', () => {
  expect(readSettings(environmentWith(given))).toMatchObject({
    origin: 'https://pointpay.example',
    databaseUrl: 'postgresql://pointpay:password@postgres:5432/pointpay',
    cafe24Origin: 'https://{mall_id}.cafe24api.com',
    partners: 'none',
    identity: 'none',
    worker: true,
    // Whoever reaches the published address is a proxy of this machine.
    trustProxy: true,
    logLevel: 'info',
  })
  for (const name of Object.keys(given)) {
    const { [name]: _, ...rest } = given
    expect(() => environmentWith(rest)).toThrow(name)
  }
  expect(settingNames).toEqual(expect.arrayContaining(Object.keys(environment)))
})

/** Settings that the composition or the image decides, since the container's other parts depend on them. */
const fixed = {
  POINTPAY_HOST: /^ {2}POINTPAY_HOST=0\.0\.0\.0 \\$/m.test(lastStage),
  POINTPAY_DATA: /^ {2}POINTPAY_DATA=\/data$/m.test(lastStage),
  DATABASE_URL: environment['DATABASE_URL']?.includes('@postgres:5432/') ?? false,
  // Outside the container; inside, the service listens on its default.
  POINTPAY_PORT: composition.services['pointpay']!.ports.includes('127.0.0.1:${POINTPAY_PORT:-4300}:4300'),
}

test('every setting reaches the container from `.env`, but for those that it fixes', () => {
  for (const name of settingNames)
    if (name in fixed) expect([name, fixed[name as keyof typeof fixed]]).toEqual([name, true])
    else expect(environmentWith({ ...given, [name]: 'set by hand' })[name]).toBe('set by hand')
})
