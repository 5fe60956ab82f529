import { attempt, storefront } from '../page.ts'

/** What Cafe24's `CAFE24API` says of the member. */
export interface StorefrontApi {
  /**
   * Asks once, as soon as the page has the API. Gives what is known now: an id, or null for nobody; undefined while an
   * answer may still come, false where there is nothing to ask.
   */
  ask(): string | null | undefined | false
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
          }
        })
      }
      return asked && answer
    },
    forget() {
      asked = false
      answer = undefined
    },
  }
}
