import { defineConfig } from '@playwright/test'

const firstPort = Number(process.env['JOURNEY_PORT'] ?? 4390)

/** The two deployments that the journeys run against: with our own popup, and with PointPay's. */
const own = { port: firstPort, simulatorPort: firstPort + 10 }
const pointPay = { port: firstPort + 20, simulatorPort: firstPort + 30, pointPayPort: firstPort + 40 }

const originOf = (port: number) => `http://127.0.0.1:${port}`

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** `journeys` and `pointpay-journeys` run against whole running systems, `widget` against skin pages that its tests serve. */
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
      testIgnore: '**/pointpay/**',
      use: { baseURL: originOf(own.port) },
      metadata: { simulatorOrigin: originOf(own.simulatorPort) },
    },
    {
      name: 'pointpay-journeys',
      testDir: './journeys/pointpay',
      use: { baseURL: originOf(pointPay.port) },
      metadata: {
        simulatorOrigin: originOf(pointPay.simulatorPort),
        pointPayOrigin: originOf(pointPay.pointPayPort),
      },
    },
  ],
  webServer: [
    webServer({
      command: 'node scripts/journey-system.ts',
      env: { POINTPAY_PORT: String(own.port), CAFE24_SIM_PORT: String(own.simulatorPort) },
      url: `${originOf(own.port)}/readyz`,
    }),
    webServer({
      command: 'node scripts/journey-system.ts --popup pointpay',
      env: {
        POINTPAY_PORT: String(pointPay.port),
        CAFE24_SIM_PORT: String(pointPay.simulatorPort),
        POINTPAY_SIM_PORT: String(pointPay.pointPayPort),
      },
      url: `${originOf(pointPay.port)}/readyz`,
    }),
  ],
})

function webServer(system: { command: string; env: Record<string, string>; url: string }) {
  return {
    ...system,
    cwd: '..',
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
    stdout: 'ignore' as const,
    stderr: 'pipe' as const,
  }
}
