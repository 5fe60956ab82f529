import type { PointPay } from '../api.ts'
import { ATTRIBUTES, TAG } from '../button/define-button.ts'

/** What the skin itself offers for pressing: the guide's old button, and any button or link with `data-pointpay`. */
const TRIGGERS = '#pp_btn, :is(a, button, input)[data-pointpay]'

/** Where a button is to appear. */
const PLACES = '[data-pointpay]:not(#pp_btn, a, button, input)'

/**
 * Puts a button into each place that has none, with the place's `data-` attributes as its own, and hides the skin's own buttons in
 * a shop that cannot be credited.
 */
function fill(pointpay: PointPay) {
  for (const trigger of document.querySelectorAll<HTMLElement>(TRIGGERS))
    if (pointpay.getMember(trigger.dataset['shopNo']).kind === 'unserved') trigger.style.display = 'none'
  for (const place of document.querySelectorAll<HTMLElement>(PLACES)) {
    if (place.querySelector('pointpay-button')) continue
    const button = document.createElement(TAG)
    for (const name of ATTRIBUTES) {
      const value = place.getAttribute('data-' + name)
      if (value !== null) button.setAttribute(name, value)
    }
    place.append(button)
  }
}

/**
 * Makes the skin's own buttons press PointPay and puts ours where the skin wants one, now and whenever the skin rebuilds
 * itself. An adopted button stays as it is: same place, same looks. Its old handlers are made harmless by hearing the
 * click before anything else does, on the window, and stopping it there.
 */
export function adopt(pointpay: PointPay) {
  addEventListener(
    'click',
    (event) => {
      const anchor = (event.target as Element | null)?.closest?.<HTMLElement>(TRIGGERS)
      if (!anchor) return
      event.preventDefault()
      event.stopImmediatePropagation()
      void pointpay.open({ ...anchor.dataset, anchor })
    },
    true,
  )
  const fillNow = () => fill(pointpay)
  fillNow()
  new MutationObserver(fillNow).observe(document, { childList: true, subtree: true })
}
