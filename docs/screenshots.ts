import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureChromium } from '../scripts/chromium.ts'
import { bringUp } from '../scripts/system.ts'
import { takeConsent } from './pictures/consent.ts'
import { takeConsole } from './pictures/console.ts'
import { Mall } from './pictures/mall.ts'
import { takePopup } from './pictures/popup.ts'
import { takeSkin } from './pictures/skin.ts'

/**
 * `node docs/screenshots.ts [skin] [popup] [console] [consent]` takes the guide's pictures, or only those named, from the whole
 * system, on free ports and in a folder that is thrown away.
 */
const dataFolder = mkdtempSync(join(tmpdir(), 'pointpay-pictures-'))
const system = await bringUp({ port: 0, simulatorPort: 0, dataFolder })
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: ['--no-sandbox', '--lang=ko-KR'],
  // The browser's own words, e.g. in a field for a date.
  env: { ...process.env, LANGUAGE: 'ko' },
})
const mall = new Mall(system.simulatorOrigin)

const chapters = {
  skin: () => takeSkin(browser, mall),
  popup: () => takePopup(browser, mall),
  console: () => takeConsole(browser, system, mall),
  consent: () => takeConsent(browser, system.origin),
}

try {
  const asked = process.argv.slice(2)
  for (const [name, takeChapter] of Object.entries(chapters))
    if (asked.length === 0 || asked.includes(name)) await takeChapter()
} finally {
  await browser.close()
  await system.close()
  rmSync(dataFolder, { recursive: true, force: true })
}
process.exit(0)
