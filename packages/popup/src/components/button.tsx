import type { ComponentChildren } from 'preact'

interface ButtonProps {
  children: ComponentChildren
  look?: 'primary' | 'quiet' | 'chip' | 'link'
  type?: 'button' | 'submit'
  /** Something is under way: pressing does nothing, and the focus stays. */
  busy?: boolean
  disabled?: boolean
  label?: string
  onPress?: () => unknown
}

/** A button; while busy it stays focusable, so that nobody who uses a keyboard is thrown off it. */
export function Button({
  children,
  look = 'quiet',
  type = 'button',
  busy,
  disabled,
  label,
  onPress,
}: ButtonProps) {
  return (
    <button
      class={`button ${look}`}
      type={type}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={label}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else void onPress?.()
      }}
    >
      {busy && <span class="spinner" aria-hidden="true" />}
      <span>{children}</span>
    </button>
  )
}
