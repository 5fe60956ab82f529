// @vitest-environment jsdom
import { h, render as renderPreact } from 'preact'
import { act as actPreact } from 'preact/test-utils'
import { act, createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPointPay, type PointPay } from '../src/index.ts'
import { PointPayButton as PreactButton } from '../src/preact.ts'
import { PointPayButton as ReactButton, type PointPayButtonProps } from '../src/react.ts'
import { leaveNoTrace } from './storefront.ts'

let pointpay: PointPay
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  pointpay = createPointPay({ aCode: 'DEMO' })
})
afterEach(leaveNoTrace)

/** Both are held to one behaviour. */
const frameworks = {
  react() {
    const root = createRoot(document.body)
    return {
      render: (props: PointPayButtonProps) =>
        act(() => root.render(createElement(StrictMode, null, createElement(ReactButton, props)))),
      unmount: () => act(() => root.unmount()),
    }
  },
  preact() {
    return {
      render: (props: PointPayButtonProps) =>
        actPreact(() => renderPreact(h(PreactButton, props), document.body)),
      unmount: () => actPreact(() => renderPreact(null, document.body)),
    }
  },
}

const button = () => document.querySelector('pointpay-button')!
const tell = (name: string, detail: object) =>
  button().dispatchEvent(new CustomEvent('pointpay:' + name, { detail }))

describe.each(Object.entries(frameworks))('the %s component', (_, start) => {
  test('renders the element with its attributes and gives it the SDK', async () => {
    const { render, unmount } = start()
    await render({ pointpay, aCode: 'OTHER', shopNo: 2, size: 'large', theme: 'dark', disabled: true })
    expect(button().outerHTML).toBe(
      '<pointpay-button a-code="OTHER" shop-no="2" theme="dark" size="large" disabled="" data-member="pending"></pointpay-button>',
    )
    expect(button().pointpay).toBe(pointpay)
    await render({ pointpay, aCode: 'OTHER' })
    expect(button().hasAttribute('disabled')).toBe(false)
    await unmount()
  })

  test('a press goes to the SDK it was given', async () => {
    const open = vi.spyOn(pointpay, 'open').mockResolvedValue({ kind: 'cancelled' })
    const { render, unmount } = start()
    await render({ pointpay, shopNo: 3 })
    button().shadowRoot!.querySelector('button')!.click()
    expect(open).toHaveBeenCalledWith({ aCode: null, shopNo: '3', anchor: button() })
    await unmount()
  })

  test('mounted, unmounted and mounted again, a press opens once and each event is told once', async () => {
    const open = vi.spyOn(pointpay, 'open').mockResolvedValue({ kind: 'cancelled' })
    const onCancel = vi.fn<() => void>()
    const first = start()
    await first.render({ pointpay, onCancel })
    await first.unmount()
    const again = start()
    await again.render({ pointpay, onCancel })
    button().shadowRoot!.querySelector('button')!.click()
    tell('cancel', { nonce: 'n' })
    expect(open).toHaveBeenCalledTimes(1)
    expect(onCancel).toHaveBeenCalledTimes(1)
    await again.unmount()
  })

  test('each event is told once, to the handler of the latest render, and to none after it is gone', async () => {
    const { render, unmount } = start()
    const first = vi.fn<() => void>()
    const second = vi.fn<(event: object) => void>()
    await render({ pointpay, onCredited: first })
    await render({ pointpay, onCredited: second })
    const element = button()
    tell('credited', { nonce: 'n', transactionNumber: 'ME1', amount: 5 })
    await unmount()
    element.dispatchEvent(new CustomEvent('pointpay:credited', { detail: {} }))
    expect(first).not.toHaveBeenCalled()
    expect(second.mock.calls).toEqual([[{ nonce: 'n', transactionNumber: 'ME1', amount: 5 }]])
  })
})

describe.each(Object.entries(frameworks))('the %s component', (_, start) => {
  test('hears of a press that the shopper comes back from, and nothing of another button’s', async () => {
    const onCredited = vi.fn<(event: object) => void>()
    const { render, unmount } = start()
    await render({ pointpay, onCredited })
    const credited = (nonce: string) =>
      new CustomEvent('pointpay:credited', { detail: { nonce }, bubbles: true })
    document.body.dispatchEvent(credited('another'))
    document.dispatchEvent(credited('back'))
    button().dispatchEvent(credited('own'))
    expect(onCredited.mock.calls).toEqual([[{ nonce: 'back' }], [{ nonce: 'own' }]])
    await unmount()
  })
})

test('the React component renders on a server', () => {
  expect(renderToString(createElement(ReactButton, { pointpay, size: 'small' }))).toBe(
    '<pointpay-button size="small"></pointpay-button>',
  )
})
