/**
 * Waits for a frame of jsdom. For the end of each test file with Preact components: Preact cleans up after an unmount in the
 * next frame, and by a timer where no frame comes. A timer that outlives jsdom fails the whole run with
 * `cancelAnimationFrame is not defined`.
 */
export function aFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
