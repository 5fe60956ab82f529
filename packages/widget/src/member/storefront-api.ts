import { attempt, storefront } from '../page.ts'

/** What Cafe24's `CAFE24API` said of the member: an id, null for nobody; undefined while it was not asked or is silent. */
export interface StorefrontApi {
  /** Asks, unless it has been asked already or is not in the page; true while an answer may still come. */
  ask(): boolean
  answer(): string | null | undefined
  /** Forgets the answer: the page came back from the browser's page cache, perhaps after a logout. */
  forget(): void
}

export function createStorefrontApi(): StorefrontApi {
  let asked = false
  let answer: string | null | undefined
  const take = (memberId: unknown) => {
    answer = (typeof memberId === 'string' && memberId) || null
  }
  return {
    ask() {
      if (!asked) {
        attempt(() => {
          const api = storefront().CAFE24API
          if (api?.getMemberID) {
            asked = true
            api.getMemberID(take)
          } else if (api?.getCustomerIDInfo) {
            asked = true
            api.getCustomerIDInfo((_error, info) => take(info?.id?.member_id))
          }
        })
      }
      return asked && answer === undefined
    },
    answer: () => answer,
    forget() {
      asked = false
      answer = undefined
    },
  }
}
