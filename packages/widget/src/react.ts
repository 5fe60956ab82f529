import { createElement, useEffect, useRef, type ReactElement } from 'react'
import { bindButton, buttonAttributes, type PointPayButtonProps } from './bind-button.ts'
import type { PointPayButtonElement } from './button/define-button.ts'

export type { PointPayButtonProps } from './bind-button.ts'

/** `<pointpay-button>` as a React component. Renders on a server too; the press works once it has been hydrated. */
export function PointPayButton(props: PointPayButtonProps): ReactElement {
  const element = useRef<PointPayButtonElement>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => bindButton(element.current!, () => latest.current), [props.pointpay])
  return createElement('pointpay-button', { ref: element, ...buttonAttributes(props) })
}
