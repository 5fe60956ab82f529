/** Takes the person to the first field that must be mended, once its error has been drawn. */
export function focusFirstWrong(form: HTMLFormElement | null): void {
  queueMicrotask(() =>
    requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()),
  )
}
