/** Wakes one sleeper early. Raised while nobody sleeps, it spares the next one its sleep. */
export function createSignal() {
  let raised = false
  let wakeSleeper: (() => void) | null = null
  return {
    raise(): void {
      raised = true
      wakeSleeper?.()
    },
    async wait(ms: number): Promise<void> {
      if (!raised) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wakeSleeper = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wakeSleeper = null
      raised = false
    },
  }
}
