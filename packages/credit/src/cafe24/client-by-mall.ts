import { isTestMall } from './test-mall.ts'
import type { Cafe24Client } from './types.ts'

/** Hands each call to the client of its mall: test malls have one without a network, so no path leads from them to Cafe24. */
export function createClientByMall(live: Cafe24Client, test: Cafe24Client): Cafe24Client {
  const of = ({ mallId }: { mallId: string }) => (isTestMall(mallId) ? test : live)
  return {
    longestCallMs: live.longestCallMs,
    authorizeUrl: (request) => of(request).authorizeUrl(request),
    exchangeCode: (client, grant) => of(client).exchangeCode(client, grant),
    refresh: (client, refreshToken) => of(client).refresh(client, refreshToken),
    revoke: (client, token, hint) => of(client).revoke(client, token, hint),
    changePoints: (access, change) => of(access).changePoints(access, change),
    pointsPage: (access, query, offset) => of(access).pointsPage(access, query, offset),
    shops: (access) => of(access).shops(access),
    scriptTags: {
      list: (access, shopNo) => of(access).scriptTags.list(access, shopNo),
      add: (access, tag) => of(access).scriptTags.add(access, tag),
      replace: (access, scriptNo, tag) => of(access).scriptTags.replace(access, scriptNo, tag),
      remove: (access, scriptNo) => of(access).scriptTags.remove(access, scriptNo),
    },
  }
}
