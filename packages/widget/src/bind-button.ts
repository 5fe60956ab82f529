import type { PointPay } from './api.ts'
import { defineButton, type PointPayButtonElement } from './button/define-button.ts'
import type { PointPayEvents } from './events.ts'

type Handler<Name extends keyof PointPayEvents> = (event: PointPayEvents[Name]) => void

/**
 * What both components take: the element's attributes, and a handler for each event of a press of this button, or of one
 * whose button is no more: the shopper came back from PointPay in this tab.
 */
export interface PointPayButtonProps {
  /** Made once, outside the component: `createPointPay({ aCode: '…' })`. */
  pointpay: PointPay
  aCode?: string
  shopNo?: number
  theme?: 'light' | 'dark'
  size?: 'small' | 'medium' | 'large'
  label?: string
  locale?: string
  disabled?: boolean
  onOpen?: Handler<'open'>
  onConverted?: Handler<'converted'>
  onCredited?: Handler<'credited'>
  onCancel?: Handler<'cancel'>
  onClose?: Handler<'close'>
  onError?: Handler<'error'>
}

/** The attributes of `<pointpay-button>` for these props. */
export const buttonAttributes = ({
  aCode,
  shopNo,
  theme,
  size,
  label,
  locale,
  disabled,
}: PointPayButtonProps) => ({
  'a-code': aCode,
  'shop-no': shopNo,
  theme,
  size,
  label,
  locale,
  disabled: disabled ? '' : undefined,
})

const handlerNames = {
  open: 'onOpen',
  converted: 'onConverted',
  credited: 'onCredited',
  cancel: 'onCancel',
  close: 'onClose',
  error: 'onError',
} as const

/** Gives the element its SDK and passes its events to whatever handlers the props hold then; the answer ends that. */
export function bindButton(element: PointPayButtonElement, props: () => PointPayButtonProps): () => void {
  const { pointpay } = props()
  defineButton(pointpay)
  if (element.pointpay !== pointpay) {
    element.pointpay = pointpay
    // It was connected before it was given this one.
    element.connectedCallback()
  }
  const hearing = new AbortController()
  for (const [name, handler] of Object.entries(handlerNames))
    for (const from of [element, document])
      from.addEventListener(
        'pointpay:' + name,
        (event) => event.target === from && props()[handler]?.((event as CustomEvent).detail as never),
        hearing,
      )
  return () => hearing.abort()
}
