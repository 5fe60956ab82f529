import { useApp } from './app-context.ts'

/** Marks what a test session says of amounts, so that it promises nothing real. */
export function useTestMark(): (what: string) => string {
  const { popup, texts } = useApp()
  return (what) => (popup.session.value?.test ? texts.t('inTest', { what }) : what)
}
