import { useEffect, useState } from 'preact/hooks'

/** Changes closer together than this are read out as one: nobody wants each digit of an amount read. */
const SETTLED_AFTER_MS = 600

/** Reads a text out whenever it has changed, for those who do not see it change. */
export function Announcement({ text }: { text: string }) {
  const [spoken, speak] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => speak(text), SETTLED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p class="visually-hidden" role="status">
      {spoken}
    </p>
  )
}
