import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import * as z from 'zod'
import type { SolutionTables } from '../tables.ts'

/** The script that malls load. */
export const SDK_SCRIPT = 'pointpay.js'

export interface SdkFile {
  body: string
  /** `sha384-…` of the body. */
  integrity: string
}

/** The widget's files as malls load them. */
export interface Sdk {
  /** The present version, e.g. `1.0.0`. */
  version: string
  /** The present version's script. */
  script: SdkFile
  /** A file of any version that was ever served; null: there is none. */
  file(version: string, name: string): Promise<SdkFile | null>
}

const manifestSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  files: z.record(z.string().regex(/^[a-z-]+\.js$/), z.object({ integrity: z.string() })),
})

/**
 * Reads the widget as it was built, and keeps this version in the store for ever: malls' script tags name a version and a hash.
 * @throws where the widget was never built, or where a file is not the one that its manifest describes.
 */
export async function loadSdk(db: Kysely<SolutionTables>, dist: string): Promise<Sdk> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')))
  const { version } = manifest
  const files = new Map<string, SdkFile>()
  for (const [name, { integrity }] of Object.entries(manifest.files)) {
    const body = await readFile(join(dist, name), 'utf8')
    if (integrityOf(body) !== integrity)
      throw new Error(
        `${join(dist, name)} is not the file that manifest.json describes. Build the widget anew.`,
      )
    files.set(name, { body, integrity })
    await db
      .insertInto('solution_sdk_file')
      .values({ version, name, integrity, body })
      // A build that changes under the same number comes before its release only.
      .onConflict((conflict) => conflict.columns(['version', 'name']).doUpdateSet({ integrity, body }))
      .execute()
  }
  const script = files.get(SDK_SCRIPT)
  if (!script) throw new Error(`${dist}/manifest.json does not name ${SDK_SCRIPT}. Build the widget anew.`)
  return {
    version,
    script,
    async file(wantedVersion, name) {
      if (wantedVersion === version) return files.get(name) ?? null
      const row = await db
        .selectFrom('solution_sdk_file')
        .select(['body', 'integrity'])
        .where('version', '=', wantedVersion)
        .where('name', '=', name)
        .executeTakeFirst()
      return row ?? null
    },
  }
}

function integrityOf(body: string): string {
  return `sha384-${createHash('sha384').update(body).digest('base64')}`
}
