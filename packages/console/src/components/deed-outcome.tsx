import { useEffect, useRef } from 'preact/hooks'
import type { Done, SendState } from '../models/sending.ts'
import { Failure } from './failure.tsx'
import { Notice } from './notice.tsx'

/**
 * What came of the last deed on a screen: read out, and brought into sight, since on a phone the button that did it may stand
 * far below.
 */
export function DeedOutcome({ done, deed }: { done: Done | null; deed?: SendState }) {
  const place = useRef<HTMLDivElement>(null)
  const failure = deed?.status === 'failed' ? deed.failure : null
  useEffect(() => {
    if (done ?? failure) place.current?.scrollIntoView({ block: 'nearest' })
  }, [done, failure])
  return (
    <div ref={place} class="deed-outcome">
      <div role="status">{done && <Notice tone="good">{done.words}</Notice>}</div>
      {failure && <Failure failure={failure} />}
    </div>
  )
}
