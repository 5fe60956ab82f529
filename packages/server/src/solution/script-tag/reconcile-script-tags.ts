import type { Cafe24Client, Failure, MallAccess, NewScriptTag, ScriptTag } from '@pointpay/credit'

/** Whatever origin put it there: the service may have moved. An app sees its own tags alone. */
const ourScript = /\/sdk\/[^/]+\/pointpay\.js(\?|$)/

/**
 * Leaves one shop of the mall with this tag of ours, or with none. What is there is read from Cafe24 and not from our notes: an
 * answer may have been lost before it was noted.
 */
export async function reconcileScriptTags(
  api: Cafe24Client['scriptTags'],
  access: MallAccess,
  shopNo: number,
  tag: NewScriptTag | null,
): Promise<Failure | null> {
  const listed = await api.list(access, shopNo)
  if (!listed.ok) return tag === null && isNoShop(listed) ? null : listed
  const ours = listed.value.filter((there) => there.shopNo === shopNo && ourScript.test(there.src))
  const kept = tag ? ours[0] : undefined
  for (const { scriptNo } of ours.slice(kept ? 1 : 0)) {
    const removed = await api.remove(access, scriptNo)
    if (!removed.ok && removed.code !== 'not-found') return removed
  }
  if (!tag || (kept && isSame(kept, tag))) return null
  const put = kept ? await api.replace(access, kept.scriptNo, tag) : await api.add(access, tag)
  return put.ok ? null : put
}

/** Cafe24 refuses the number of a shop that it does not have (any more): no tag of ours can be there. */
function isNoShop({ code }: Failure): boolean {
  return code === 'invalid-value' || code === 'not-found'
}

function isSame(there: ScriptTag, wanted: NewScriptTag): boolean {
  return there.src === wanted.src && there.integrity === wanted.integrity
}
