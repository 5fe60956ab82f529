/**
 * Waits until jsdom has rendered a frame. Call it at the end of each test file with Preact components: Preact runs the
 * clean-up of an unmount in the next frame, or in a timer if no frame comes. A timer that fires after jsdom is gone fails the
 * whole run with `cancelAnimationFrame is not defined`.
 */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
