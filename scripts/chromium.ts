import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { aptInstall } from './apt.ts'

const installedPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium to test with: the one that CHROMIUM_PATH names, an installed one, else Playwright's download, else the
 * distribution's package (as root).
 * @throws where none of these can be had, saying what to do.
 */
export function ensureChromium(): string {
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, where there is no file. Correct it or leave it out.`)
  }
  return installed() ?? downloaded() ?? fromDistribution() ?? fail()
}

function installed(): string | null {
  return installedPlaces.find((place) => existsSync(place)) ?? null
}

function downloaded(): string | null {
  const { chromium } = createRequire(import.meta.resolve('@playwright/test'))('@playwright/test') as {
    chromium: { executablePath(): string }
  }
  const place = chromium.executablePath()
  if (existsSync(place)) return place
  console.log('No Chromium is installed; asking Playwright for one.')
  const cli = createRequire(import.meta.resolve('@playwright/test')).resolve('@playwright/test/cli')
  const result = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'inherit',
    timeout: 300_000,
  })
  return result.status === 0 && existsSync(place) ? place : null
}

function fromDistribution(): string | null {
  console.log('Playwright has none for this machine; asking the distribution for chromium.')
  return aptInstall('chromium', 'fonts-noto-cjk') ? installed() : null
}

function fail(): never {
  throw new Error(
    'No Chromium could be had. Install Chromium or Chrome, or set CHROMIUM_PATH to one, and run the command again.',
  )
}
