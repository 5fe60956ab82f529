import type { SolutionOptions } from '../deps.ts'
import type { ScriptTags } from './script-tags.ts'

/** Brings every widget that was put into a mall to the present version. One that fails stays as it is, and shows as outdated. */
export async function updateScriptTags(
  { media, log }: Pick<SolutionOptions, 'media' | 'log'>,
  scriptTags: ScriptTags,
): Promise<void> {
  for (const put of await scriptTags.allPut()) {
    if (scriptTags.isCurrent(put)) continue
    const found = await media.byCode(put.media_code)
    if (!found?.mallId) continue
    const outcome = await scriptTags.put({ code: found.code, mallId: found.mallId })
    log.info({ mediaCode: found.code, outcome: outcome.kind }, 'script_tag.updated')
  }
}
