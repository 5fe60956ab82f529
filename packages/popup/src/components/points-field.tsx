import { useLayoutEffect, useRef } from 'preact/hooks'
import { grouped } from '../format/amounts.ts'
import { Field } from './field.tsx'

interface PointsFieldProps {
  label: string
  value: number
  hint?: string | undefined
  error?: string | undefined
  focusOn?: unknown
  onChange(points: number): void
}

/** Nobody owns a billion points; more digits would leave what a number holds exactly. */
const MOST_DIGITS = 9

/** Free entry of points, grouped by thousands as one types; the caret stays before the digit it was before. */
export function PointsField({ label, value, hint, error, focusOn, onChange }: PointsFieldProps) {
  const caret = useRef<{ input: HTMLInputElement; digitsAfter: number } | null>(null)
  const text = value > 0 ? grouped(value) : ''

  useLayoutEffect(() => {
    const { current } = caret
    caret.current = null
    if (!current || current.input.ownerDocument.activeElement !== current.input) return
    const at = positionBefore(text, current.digitsAfter)
    current.input.setSelectionRange(at, at)
  })

  function take(input: HTMLInputElement, event: InputEvent): void {
    const at = input.selectionStart ?? input.value.length
    let before = digitsOf(input.value.slice(0, at))
    const after = digitsOf(input.value.slice(at))
    // Backspace took a comma: the shopper meant the digit before it.
    const tookComma = event.inputType === 'deleteContentBackward' && before + after === digitsOf(text)
    if (tookComma) before = before.slice(0, -1)
    caret.current = { input, digitsAfter: after.length }
    const points = Number((before + after).slice(0, MOST_DIGITS))
    onChange(points)
    // A letter changes no number, so that nothing would be drawn again.
    input.value = points > 0 ? grouped(points) : ''
  }

  return (
    <Field
      id="points"
      label={label}
      value={text}
      hint={hint}
      error={error}
      focusOn={focusOn}
      inputMode="numeric"
      autocomplete="off"
      placeholder="0"
      onInput={take}
      suffix={<span class="unit">P</span>}
    />
  )
}

const digitsOf = (text: string) => text.normalize('NFKC').replace(/\D/g, '')

/** Where in a grouped number as many digits follow. */
function positionBefore(text: string, digitsAfter: number): number {
  let at = text.length
  for (let left = digitsAfter; left > 0 && at > 0; at -= 1) if (text[at - 1] !== ',') left -= 1
  return at
}
