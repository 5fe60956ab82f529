import { useContext, useEffect, useRef } from 'preact/hooks'
import { createContext, type ComponentChildren } from 'preact'

/** Whether some screen has been shown: the first leaves the focus where the browser puts it. */
const Arrivals = createContext({ first: true })
export const ArrivalsProvider = Arrivals.Provider

interface StageProps {
  title: ComponentChildren
  lead?: ComponentChildren
  children?: ComponentChildren
  /** The buttons at the foot. */
  actions: ComponentChildren
  onSubmit?: () => unknown
  /** Above the title: what the screen's state looks like. */
  emblem?: ComponentChildren
}

/** One screen: its heading, which takes the focus as the screen comes, its content and its buttons. */
export function Stage({ title, lead, children, actions, onSubmit, emblem }: StageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const arrivals = useContext(Arrivals)
  useEffect(() => {
    const { current } = heading
    // A field of the screen may have asked for the focus itself.
    const taken = current?.closest('form')?.contains(document.activeElement)
    if (!arrivals.first && !taken) current?.focus({ preventScroll: true })
    if (!arrivals.first) window.scrollTo(0, 0)
    arrivals.first = false
  }, [])
  return (
    <form
      class="stage"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void onSubmit?.()
      }}
    >
      <div class="stage-body">
        {emblem}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
      <div class="actions">{actions}</div>
    </form>
  )
}
