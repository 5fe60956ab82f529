import type { Parts } from '../compose.ts'
import { readSettings, type Settings, SettingsError } from '../settings.ts'
import type { ServerStore } from '../store.ts'
import { CommandFailure, exitCodes } from './failure.ts'

/** Runs a command on the parts of the service over its store, without a server or workers, and lets go of them. */
export async function withParts<T>(run: (parts: Parts) => Promise<T>): Promise<T> {
  const settings = settingsOfEnvironment()
  // Loaded here: help, and what is wrong with a command line, are told at once.
  const { openServerStore } = await import('../store.ts')
  const opened = await openServerStore(settings).catch((error: unknown) => {
    throw explainStore(error, settings)
  })
  try {
    const parts = await composeQuietly(settings, opened)
    try {
      return await run(parts)
    } finally {
      await parts.close()
    }
  } finally {
    await opened.store.close()
  }
}

function settingsOfEnvironment(): Settings {
  try {
    return readSettings(process.env)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    throw new CommandFailure(
      '환경 변수가 없거나 올바르지 않습니다. 서비스와 같은 값을 주어야 합니다.',
      error.message,
      exitCodes.usage,
    )
  }
}

/** A command's stdout is its answer; what the parts have to log is for the service's log. */
const nowhere = { info() {}, warn() {}, error() {} }

async function composeQuietly(settings: Settings, opened: ServerStore): Promise<Parts> {
  const { compose } = await import('../compose.ts')
  return compose(settings, opened, nowhere).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new CommandFailure(
      '위젯이 아직 빌드되지 않았습니다. npx -y pnpm@12 build 를 먼저 실행해 주세요.',
      `The widget is not built yet. Run first: npx -y pnpm@12 build (${(error as Error).message})`,
    )
  })
}

function explainStore(error: unknown, { databaseUrl, dataFolder }: Settings): unknown {
  const [, pid] = /is in use by process (\d+)/.exec(String(error)) ?? []
  if (pid)
    return new CommandFailure(
      `서비스(프로세스 ${pid})가 내장 저장소 ${dataFolder}을(를) 쓰고 있어 열 수 없습니다. 같은 일을 콘솔(/console/)에서 하거나, ` +
        '서비스를 멈추고 다시 실행하거나, DATABASE_URL로 PostgreSQL을 쓰면 서비스와 함께 쓸 수 있습니다.',
      `The embedded store in ${dataFolder} belongs to the running service (process ${pid}). Do the same in the console (/console/), ` +
        'stop the service and try again, or use a PostgreSQL through DATABASE_URL, which both can share.',
    )
  const code = codeOf(error)
  if (!databaseUrl || code === null) return error
  return new CommandFailure(
    `DATABASE_URL의 PostgreSQL을 열지 못했습니다 (${code}). 주소와 계정, 서버 상태를 확인해 주세요.`,
    `The PostgreSQL of DATABASE_URL could not be opened (${code}). Check its address, its account and that it runs.`,
  )
}

/** The network's or PostgreSQL's own code, of the error or of what it stems from. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return codeOf(error.cause)
}
