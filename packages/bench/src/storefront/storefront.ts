import { chromium, type Browser } from 'playwright-core'
import { interleave } from '../measure/interleave.ts'
import type { BenchReport, Figure } from '../measure/report.ts'
import { median } from '../measure/statistics.ts'
import { probe, type PageFigures } from './page-probe.ts'
import { brotli, serveSkin, type SkinServer } from './skin-server.ts'
import { readVariants, variantNames, type Variant, type VariantName } from './variants.ts'

/** Our button may take this much longer to be pressable than the script that malls paste today. */
const pressableGoal = 1.5
/** Of the Buy Button's bytes and evaluation time. */
const buyButtonGoal = 1 / 10

/** Issue 7, part 1: our script tag beside the pasted script, Shopify's Buy Button and zoid, on one and the same skin page. */
export async function benchStorefront(options: {
  chromiumPath: string
  rounds: number
}): Promise<BenchReport> {
  const variants = readVariants()
  const servers = await Promise.all(
    variantNames.map(async (name): Promise<[VariantName, SkinServer]> => [
      name,
      await serveSkin(variants[name]),
    ]),
  )
  const serverOf = Object.fromEntries(servers) as Record<VariantName, SkinServer>
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
    const once = (name: VariantName) => probeOnce(browser, serverOf[name].origin, variants[name].button)
    await interleave(variantNames, 1, once) // the first load of each pays for the browser's own start
    const figures = await interleave(variantNames, options.rounds, once)
    return {
      bench: 'storefront',
      method: `The same skin page, CPU slowed 4×, a fresh context each; medians of ${options.rounds} interleaved rounds.`,
      figures: [...bytes(variants), ...times(figures)],
    }
  } finally {
    await browser.close()
    await Promise.all(servers.map(([, server]) => server.close()))
  }
}

async function probeOnce(browser: Browser, origin: string, button: string): Promise<PageFigures> {
  const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1280, height: 800 } })
  try {
    return await probe(await context.newPage(), `${origin}/`, button)
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

function times(figures: Record<VariantName, PageFigures[]>): Figure[] {
  const middle = (name: VariantName, key: keyof PageFigures) => median(figures[name].map((each) => each[key]))
  const rows: { key: keyof PageFigures; name: string; unit: string }[] = [
    { key: 'pressableMs', name: 'time until pressable', unit: 'ms' },
    { key: 'scriptMs', name: 'script evaluation', unit: 'ms' },
    { key: 'mainThreadMs', name: 'main thread', unit: 'ms' },
    { key: 'layoutShift', name: 'layout shift', unit: '' },
    { key: 'requests', name: 'requests before the click', unit: '' },
    { key: 'openMs', name: 'click to window.open', unit: 'ms' },
  ]
  return rows.flatMap(({ key, name, unit }) =>
    variantNames.map((subject) => {
      const figure: Figure = { name, subject, value: middle(subject, key), unit }
      if (subject !== 'our script tag') return figure
      if (key === 'pressableMs') {
        const ratio = figure.value / middle('pasted script', key)
        return {
          ...figure,
          goal: { text: `≤ 1.5 × the pasted script's (${ratio.toFixed(2)} ×)`, met: ratio <= pressableGoal },
        }
      }
      if (key === 'scriptMs') {
        const ratio = figure.value / middle('Shopify Buy Button', key)
        return {
          ...figure,
          goal: { text: `≤ 1/10 of the Buy Button's (${ratio.toFixed(3)})`, met: ratio <= buyButtonGoal },
        }
      }
      return figure
    }),
  )
}
