import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { view } from './support/browser.ts'
import { formOf, hong, issueProofKey, openFrom, postForm } from './support/merchant-backend.ts'
import { useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()

/** What a merchant's developers copy. */
const folder = new URL('../../../../examples/signing/', import.meta.url).pathname
const languages = [
  { language: 'Node', program: process.execPath, file: 'sign.mjs', probe: ['--version'] },
  {
    language: 'PHP',
    program: 'php',
    file: 'sign.php',
    probe: ['-r', 'exit(class_exists("Normalizer") ? 0 : 1);'],
  },
  { language: 'Java', program: 'java', file: 'Sign.java', probe: ['-version'] },
]

/** A language that is not on this machine proves nothing here, and fails nothing. */
const isThere = ({ program, probe }: (typeof languages)[number]) => spawnSync(program, probe).status === 0

for (const { language, program, file } of languages.filter(isThere)) {
  const add = (key: string, ...args: string[]) =>
    execFileSync(program, [folder + file, 'shop', ...args], {
      // Java reads its arguments in the locale's encoding.
      env: { ...process.env, LC_ALL: 'C.UTF-8', PROOF_KEY: key },
      encoding: 'utf8',
    }).trim()

  test(`the guide’s example in ${language} signs for a member`, async () => {
    const world = await aWorld({ shop: { memberProof: 'signed-param' }, clock: () => new Date() })
    const key = await issueProofKey(world)
    const userId = '한글.id'
    const asked = { aCode: 'shop', userId, addParam: add(key, userId) }
    expect((await view(await world.browser().api('POST', '/sessions', asked))).memberId).toBe(userId)
  })

  test(`the guide’s example in ${language} signs a form`, async () => {
    const world = await aWorld({ shop: { unverifiedAllowed: true }, clock: () => new Date() })
    const key = await issueProofKey(world)
    const person = { ...hong, name: ` ${hong.name.normalize('NFD')} ` }
    const addParam = add(key, 'shopper01', person.ci, person.name, person.phone)
    const browser = world.browser()
    const opened = await view(await openFrom(browser, await postForm(browser, formOf(addParam, { person }))))
    expect(opened.identity).toEqual({ status: 'verified', maskedName: '홍*동' })
  })
}
