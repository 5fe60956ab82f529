import { h, type ComponentChild } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { bindButton, buttonAttributes, type PointPayButtonProps } from './bind-button.ts'
import type { PointPayButtonElement } from './button/define-button.ts'

export type { PointPayButtonProps } from './bind-button.ts'

/** `<pointpay-button>` as a Preact component. Renders on a server too; the press works once it has been hydrated. */
export function PointPayButton(props: PointPayButtonProps): ComponentChild {
  const element = useRef<PointPayButtonElement>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => bindButton(element.current!, () => latest.current), [props.pointpay])
  return h('pointpay-button', { ref: element, ...buttonAttributes(props) })
}
