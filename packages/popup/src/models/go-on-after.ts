import type { ConversionView } from '@pointpay/contracts'
import type { Api } from '../api/client.ts'
import type { Places } from './place.ts'
import type { Popup } from './popup.ts'
import { mayShow } from './steps.ts'

/** Converts anew after a conversion that failed. */
export type GoOnAfter = (conversion: ConversionView) => void

export function createGoOnAfter(api: Api, popup: Popup, places: Places): GoOnAfter {
  return ({ transactionNumber, kind: code }) => {
    const session = popup.session.peek()
    if (!session) return
    // It may have failed because the points were spent elsewhere meanwhile.
    void api.readBalances(session.id).then(popup.take)
    const known = session.kinds.find((each) => each.code === code)
    const step = known && mayShow('amount', session, known) ? 'amount' : 'kinds'
    places.go({ step, kind: code, after: transactionNumber })
  }
}
