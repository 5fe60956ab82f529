import { readFileSync } from 'node:fs'

/** Settings that are secret. Each may come as a file instead, as Docker and Kubernetes hand out secrets: `POINTPAY_SECRET_FILE`. */
export const secretSettings = [
  'POINTPAY_SECRET',
  'POINTPAY_SECRET_PREVIOUS',
  'POINTPAY_TOKEN_KEYS',
  'DATABASE_URL',
] as const

export type SecretSetting = (typeof secretSettings)[number]

/** The text of a file. @throws where it cannot be read */
export type ReadFile = (path: string) => string

export const readFile: ReadFile = (path) => readFileSync(path, 'utf8')

export interface SecretFiles {
  /** What the files hold, by the setting that they stand for. */
  values: Partial<Record<SecretSetting, string>>
  /** Why a setting has no value that could be used. */
  problems: Partial<Record<SecretSetting, string>>
}

/** Reads the files that `…_FILE` variables name. A path is not repeated in a problem: a secret may stand there by mistake. */
export function readSecretFiles(env: Record<string, string | undefined>, read: ReadFile): SecretFiles {
  const values: SecretFiles['values'] = {}
  const problems: SecretFiles['problems'] = {}
  for (const name of secretSettings) {
    const path = env[`${name}_FILE`]
    if (path === undefined) continue
    const content = env[name] === undefined ? contentOf(path, name, read) : { problem: bothGiven(name) }
    if ('problem' in content) problems[name] = content.problem
    else values[name] = content.text
  }
  return { values, problems }
}

function contentOf(
  path: string,
  name: SecretSetting,
  read: ReadFile,
): { text: string } | { problem: string } {
  try {
    // Editors and `echo` end a file with a line end, which is no part of the secret.
    const text = read(path).replace(/\r?\n$/, '')
    if (text !== '') return { text }
    return { problem: `The file that ${name}_FILE names is empty: write the value of ${name} into it.` }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    return {
      problem:
        `The file that ${name}_FILE names cannot be read (${code}): correct the path, or let the user that runs the ` +
        'service read it.',
    }
  }
}

function bothGiven(name: SecretSetting): string {
  return `${name} and ${name}_FILE are both given: keep one of them, since it is not clear which counts.`
}
