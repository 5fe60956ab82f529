import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { consoleErrorCodes, popupErrorCodes } from '@pointpay/contracts'

/**
 * What the guide must not fall behind of: every error code, setting, option, event, CSS variable, metric and command of the code
 * stands in it, and every picture it shows is there and shown.
 */
const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const all = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '')),
]

const server = 'packages/server/src'
const widget = 'packages/widget/src'
const commands = globSync(`${server}/cli/*-{command,commands}.ts`, { cwd: root }).map(read).join('\n')
const options = read(`${widget}/options.ts`)

const wanted: [page: string, what: string, names: string[]][] = [
  ['errors', 'error code of the popup', [...popupErrorCodes]],
  ['errors', 'error code of the console', [...consoleErrorCodes]],
  ['errors', 'error code of the widget', all(widgetErrors(), /\| '(\w+)'/g)],
  [
    'errors',
    'refusal of the RETURN URL',
    all(read(`${server}/solution/return/answers.ts`), /^ {2}\w+: '(.+)',$/gm),
  ],
  [
    'set-up',
    'page of a failed consent',
    all(read(`${server}/solution/consent/failure-pages.ts`), /title: '(.+)'/g),
  ],
  [
    'go-live',
    'item of the checklist',
    all(checklistOf(read('packages/console/src/messages.ts')), /^ +[\w'-]+: '(.+)',$/gm),
  ],
  ['operation', 'setting', all(read(`${server}/settings.ts`), /^ {2}([A-Z0-9_]+): /gm)],
  [
    'operation',
    'setting in a file',
    all(read(`${server}/secret-files.ts`), /^ {2}'([A-Z_]+)',$/gm).map((name) => `${name}_FILE`),
  ],
  ['operation', 'metric', all(read(`${server}/operation/metrics.ts`), /name: '(pointpay_\w+)'/g)],
  ['operation', 'command', all(commands, /\.command\('(\w+)'\)/g)],
  ['operation', 'option of a command', all(commands, /'(--[a-z-]+)[ ']/g)],
  ['button', 'option', all(options.slice(options.indexOf('interface PointPayOptions')), /^ {2}(\w+)\?:/gm)],
  ['button', 'event', all(eventsOf(read(`${widget}/events.ts`)), /^ {2}(\w+): \{/gm)],
  ['button', 'CSS variable', all(read(`${widget}/button/button.css`), /var\((--pointpay-[a-z-]+)/g)],
]

const problems = wanted.flatMap(([page, what, names]) => {
  if (names.length === 0) return [`The check finds no ${what} in the code any more: mend docs/check.ts`]
  const text = read(`docs/${page}.md`)
  return names
    .filter((name) => !text.includes(name))
    .map((name) => `docs/${page}.md lacks the ${what} ${name}`)
})
problems.push(...pictureProblems(), ...proofProblems())

for (const problem of problems) console.error(problem)
process.exit(problems.length === 0 ? 0 : 1)

function widgetErrors(): string {
  const [own = ''] = read(`${widget}/errors.ts`).split('export type PopupErrorCode')
  return own
}

/** The console's names of what a media needs for live use. */
function checklistOf(text: string): string {
  const end = text.indexOf('} satisfies Record<GoLiveItem, string>')
  return text.slice(text.lastIndexOf('item: {', end), end)
}

function eventsOf(text: string): string {
  const start = text.indexOf('interface PointPayEvents')
  return text.slice(start, text.indexOf('\n}', start))
}

/** The threat model names a test as `packages/…/x.test.ts` “its name”, or a part of the name that its cases have in common. */
function proofProblems(): string[] {
  const proofs = [...read('docs/threat-model.md').matchAll(/`([\w./-]+\.test\.ts)`((?: “[^”]+”,?)+)/g)]
  if (proofs.length === 0)
    return ['The check finds no test in docs/threat-model.md any more: mend docs/check.ts']
  return proofs.flatMap(([, file = '', names = '']) =>
    all(names.replaceAll('\\|', '|'), /“([^”]+)”/g)
      .filter((name) => !existsSync(join(root, file)) || !read(file).includes(name))
      .map((name) => `docs/threat-model.md names a test that is not there: ${file} “${name}”`),
  )
}

/** `screens.md` shows each step of the popup in each look, by a loop. */
function pictureProblems(): string[] {
  const pages = globSync('docs/{*,en/*}.md', { cwd: root }).concat('README.md')
  const shown = new Set(pages.flatMap((page) => all(read(page), /\/pictures\/([\w-]+)\.png/g)))
  for (const step of all(read('docs/screens.md'), /^ {2}\['([a-z-]+)', '.+', '.+\.'\],$/gm))
    for (const look of ['desk', 'desk-dark', 'phone', 'phone-dark']) shown.add(`popup-${step}-${look}`)
  const there = globSync('docs/public/pictures/*.png', { cwd: root }).map((path) => basename(path, '.png'))
  return [
    ...[...shown]
      .filter((name) => !there.includes(name))
      .map((name) => `No picture ${name}: node docs/screenshots.ts`),
    ...there.filter((name) => !shown.has(name)).map((name) => `No page shows the picture ${name}`),
  ]
}
