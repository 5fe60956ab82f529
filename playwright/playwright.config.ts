import { defineConfig } from '@playwright/test'

const port = Number(process.env['JOURNEY_PORT'] ?? 4390)
const simulatorPort = port + 10

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** `journeys` run against the whole running system, `widget` against skin pages that its tests serve themselves. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: '../test-results/playwright.json' }]],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'widget', testDir: './widget' },
    {
      name: 'journeys',
      testDir: './journeys',
      use: { baseURL: `http://127.0.0.1:${port}` },
      metadata: { simulatorOrigin: `http://127.0.0.1:${simulatorPort}` },
    },
  ],
  webServer: {
    command: 'node scripts/journey-system.ts',
    cwd: '..',
    env: { POINTPAY_PORT: String(port), CAFE24_SIM_PORT: String(simulatorPort) },
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
