import type { SolutionOptions } from '../deps.ts'
import type { ScriptTags } from './script-tags.ts'

/** Brings every widget that was put into a mall to the present version. One that fails stays as it is, and shows as outdated. */
export async function updateScriptTags(
  { media, log }: Pick<SolutionOptions, 'media' | 'log'>,
  scriptTags: ScriptTags,
): Promise<void> {
  for (const put of await scriptTags.allPut()) {
    try {
      const found = await media.byCode(put.media_code)
      if (found) await scriptTags.update(found)
    } catch (error) {
      log.error({ mediaCode: put.media_code, err: error }, 'script_tag.update_failed')
    }
  }
}
