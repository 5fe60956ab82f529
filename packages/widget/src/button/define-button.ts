import type { PointPay } from '../api.ts'
import { styledRoot } from '../styled-root.ts'
import css from './button.css?inline'

/** `<pointpay-button a-code shop-no theme size label locale disabled>` */
export interface PointPayButtonElement extends HTMLElement {
  /** The SDK that a press goes to, from when it is next connected; the one given to `defineButton` by default. */
  pointpay: PointPay
  connectedCallback(): void
}

declare global {
  interface HTMLElementTagNameMap {
    'pointpay-button': PointPayButtonElement
  }
}

export const TAG = 'pointpay-button'

/** What a place of the skin may say of its button: nothing else, for a place may stand in what a shopper wrote. */
export const ATTRIBUTES = ['a-code', 'shop-no', 'theme', 'size', 'label', 'locale', 'disabled']

/** Shows the buttons anew: what they show may have been configured. */
export function refreshButtons() {
  for (const button of document.querySelectorAll(TAG)) button.connectedCallback?.()
}

/** Makes `<pointpay-button>` known to the page, once; `pointpay` serves the buttons that were given none of their own. */
export function defineButton(pointpay: PointPay) {
  if (customElements.get(TAG)) return
  // In here, for a server has no HTMLElement to extend.
  class Button extends HTMLElement implements PointPayButtonElement {
    // Declared, not initialised: fields that start undefined would cost bytes.
    declare pointpay: PointPay
    declare private button: HTMLButtonElement
    declare private stop: (() => void) | undefined

    static observedAttributes = ATTRIBUTES

    constructor() {
      super()
      const button = document.createElement('button')
      button.part = 'button'
      styledRoot(this, css).append(button)
      button.addEventListener('click', () => this.press())
      this.button = button
      this.pointpay = pointpay
    }

    connectedCallback() {
      this.stop?.()
      this.button.textContent = this.getAttribute('label') ?? this.pointpay.label(this.getAttribute('locale'))
      this.button.disabled = this.hasAttribute('disabled')
      this.stop = this.pointpay.watchMember(
        ({ kind }) => {
          this.dataset['member'] = kind
        },
        () => this.getAttribute('shop-no'),
      )
    }

    disconnectedCallback() {
      this.stop?.()
    }

    attributeChangedCallback() {
      if (this.isConnected) this.connectedCallback()
    }

    private async press() {
      const done = () => {
        this.button.ariaBusy = 'false'
      }
      this.button.ariaBusy = 'true'
      this.addEventListener('pointpay:open', done, { once: true })
      await this.pointpay.open({
        aCode: this.getAttribute('a-code'),
        shopNo: this.getAttribute('shop-no'),
        anchor: this,
      })
      done()
    }
  }
  customElements.define(TAG, Button)
}
