/**
 * Starts counting; the answer gives the ms that have passed, by whichever of the machine's clocks saw more of them: the steady
 * one stands still while the machine sleeps, and the wall clock may be set back.
 */
export function startCounting(): () => number {
  const steadyMs = performance.now()
  const wallMs = Date.now()
  return () => Math.max(performance.now() - steadyMs, Date.now() - wallMs)
}
