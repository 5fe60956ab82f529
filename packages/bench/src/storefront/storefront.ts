import { chromium, type Browser, type Page } from 'playwright-core'
import { interleave } from '../measure/interleave.ts'
import type { BenchReport, Figure } from '../measure/report.ts'
import { median } from '../measure/statistics.ts'
import { probePress, probeWork, type PressFigures, type WorkFigures } from './page-probe.ts'
import { brotli, serveSkin, type SkinServer } from './skin-server.ts'
import { readVariants, variantNames, type Variant, type VariantName } from './variants.ts'

/** Our button may take this much longer to be pressable than the script that malls paste today. */
const pressableGoal = 1.5
/** Of the Buy Button's bytes and evaluation time. */
const buyButtonGoal = 1 / 10

/** Slowing goes in steps, so the work of a few milliseconds wants more loads than a time until pressable does. */
const WORK_ROUNDS_PER_ROUND = 2

/**
 * What a fresh page gets before it is sent anywhere: its process is still starting, and on two cores a script of a few
 * milliseconds would wait for that longer than it runs.
 */
const START_UP_MS = 400

/** The page with no button in it: what every variant's page takes, whatever is put into it. */
const SKIN_ALONE = 'the skin alone'
const pageNames = [SKIN_ALONE, ...variantNames] as const
type PageName = (typeof pageNames)[number]

/** Issue 7, part 1: our script tag beside the pasted script, Shopify's Buy Button and zoid, on one and the same skin page. */
export async function benchStorefront(options: {
  chromiumPath: string
  rounds: number
}): Promise<BenchReport> {
  const variants = readVariants()
  const pages = { ...variants, [SKIN_ALONE]: { body: '', files: {} } }
  const servers = await Promise.all(
    pageNames.map(async (name): Promise<[PageName, SkinServer]> => [name, await serveSkin(pages[name])]),
  )
  const serverOf = Object.fromEntries(servers) as Record<PageName, SkinServer>
  const browser = await chromium.launch({
    executablePath: options.chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
    ],
  })
  try {
    const press = (name: VariantName) =>
      inFreshContext(browser, (page) => probePress(page, `${serverOf[name].origin}/`, variants[name].button))
    const work = (name: PageName) =>
      inFreshContext(browser, (page) => probeWork(page, `${serverOf[name].origin}/`))
    await interleave(variantNames, 1, press) // the first load of each pays for the browser's own start
    const pressed = await interleave(variantNames, options.rounds, press)
    const workRounds = options.rounds * WORK_ROUNDS_PER_ROUND
    const worked = await interleave(pageNames, workRounds, work)
    return {
      bench: 'storefront',
      method: `The same skin page, CPU slowed 4×, a fresh context each; medians of ${options.rounds} interleaved rounds; scripts and main thread in ${workRounds} rounds of loads that nothing watches, beyond what the skin takes alone.`,
      figures: [...bytes(variants), ...pressFigures(pressed), ...workFigures(worked)],
    }
  } finally {
    await browser.close()
    await Promise.all(servers.map(([, server]) => server.close()))
  }
}

async function inFreshContext<T>(browser: Browser, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1280, height: 800 } })
  try {
    const page = await context.newPage()
    await page.waitForTimeout(START_UP_MS)
    return await act(page)
  } finally {
    await context.close()
  }
}

function bytes(variants: Record<VariantName, Variant>): Figure[] {
  const size = (name: VariantName) =>
    [variants[name].body, ...Object.values(variants[name].files)].reduce(
      (sum, text) => sum + brotli(text).length,
      0,
    )
  const ours = size('our script tag')
  const share = ours / size('Shopify Buy Button')
  return variantNames.map((name) => ({
    name: 'bytes, brotli',
    subject: name,
    value: size(name),
    unit: 'B',
    ...(name === 'our script tag' && {
      goal: { text: `≤ 1/10 of the Buy Button's (${share.toFixed(3)})`, met: share <= buyButtonGoal },
    }),
  }))
}

function pressFigures(pressed: Record<VariantName, PressFigures[]>): Figure[] {
  const middle = (name: VariantName, key: keyof PressFigures) =>
    median(pressed[name].map((each) => each[key]))
  const ratio = middle('our script tag', 'pressableMs') / middle('pasted script', 'pressableMs')
  const pressable = {
    text: `≤ 1.5 × the pasted script's (${ratio.toFixed(2)} ×)`,
    met: ratio <= pressableGoal,
  }
  const rows: { key: keyof PressFigures; name: string; unit: string; goal?: Figure['goal'] }[] = [
    { key: 'pressableMs', name: 'time until pressable', unit: 'ms', goal: pressable },
    { key: 'layoutShift', name: 'layout shift', unit: '' },
    { key: 'requests', name: 'requests before the click', unit: '' },
    { key: 'openMs', name: 'click to window.open', unit: 'ms' },
  ]
  return rows.flatMap(({ key, name, unit, goal }) =>
    variantNames.map((subject) => ({
      name,
      subject,
      value: middle(subject, key),
      unit,
      ...(goal && subject === 'our script tag' && { goal }),
    })),
  )
}

function workFigures(worked: Record<PageName, WorkFigures[]>): Figure[] {
  const middle = (name: PageName, key: keyof WorkFigures) => median(worked[name].map((each) => each[key]))
  const beyond = (name: VariantName, key: keyof WorkFigures) => middle(name, key) - middle(SKIN_ALONE, key)
  const share = beyond('our script tag', 'scriptMs') / beyond('Shopify Buy Button', 'scriptMs')
  const evaluation = {
    text: `≤ 1/10 of the Buy Button's (${share.toFixed(3)})`,
    met: share <= buyButtonGoal,
  }
  const rows: { key: keyof WorkFigures; name: string; goal?: Figure['goal'] }[] = [
    { key: 'scriptMs', name: 'script evaluation', goal: evaluation },
    { key: 'mainThreadMs', name: 'main thread' },
  ]
  return rows.flatMap(({ key, name, goal }) => [
    { name, subject: SKIN_ALONE, value: middle(SKIN_ALONE, key), unit: 'ms' },
    ...variantNames.map((subject) => ({
      name: `${name}, beyond it`,
      subject,
      value: beyond(subject, key),
      unit: 'ms',
      ...(goal && subject === 'our script tag' && { goal }),
    })),
  ])
}
