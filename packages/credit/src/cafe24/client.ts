import { createCall } from './call.ts'
import { createNodeFetch } from './node-fetch.ts'
import { oauthCalls } from './oauth.ts'
import { pointCalls } from './points.ts'
import { scriptTagCalls } from './script-tags.ts'
import { shopCalls } from './shops.ts'
import { isTestMall } from './test-mall.ts'
import type { Cafe24Client, Cafe24ClientOptions } from './types.ts'

const DEFAULT_ORIGIN = 'https://{mall_id}.cafe24api.com'
/** Integrators see Cafe24 answer within a second, and give up at 10 to 30; a call given up here is looked for in the point history. */
const DEFAULT_TIMEOUTS = { connectMs: 5_000, answerMs: 20_000 }

export function createCafe24Client(options: Cafe24ClientOptions = {}): Cafe24Client {
  const { origin = DEFAULT_ORIGIN } = options
  if (!origin.includes('{mall_id}')) {
    throw new Error(`Cafe24's origin "${origin}" lacks {mall_id}; expected e.g. ${DEFAULT_ORIGIN}`)
  }
  const { connectMs, answerMs } = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const longestCallMs = connectMs + answerMs
  const call = createCall({
    fetch: options.fetch ?? createNodeFetch(connectMs),
    answerMs: longestCallMs,
  })
  const api = (mallId: string, path: string) => {
    // The last wall: whatever went wrong before, a test mall's call does not leave.
    if (isTestMall(mallId)) throw new Error(`${mallId} is a test mall, and Cafe24 must not be called for it`)
    return new URL(`${origin.replace('{mall_id}', encodeURIComponent(mallId))}/api/v2/${path}`)
  }
  return {
    longestCallMs,
    ...oauthCalls(call, api),
    ...pointCalls(call, api),
    ...shopCalls(call, api),
    scriptTags: scriptTagCalls(call, api),
  }
}
