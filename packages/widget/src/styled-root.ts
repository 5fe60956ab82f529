import { attempt } from './page.ts'

export function newSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

/**
 * A shadow root with this style, as a constructed sheet: that needs no `unsafe-inline`. A browser that cannot adopt one
 * (Safari before 16.4) shows the plain button, which works all the same.
 */
export function styledRoot(host: Element, css: string): ShadowRoot {
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true })
  attempt(() => {
    root.adoptedStyleSheets = [newSheet(css)]
  })
  return root
}
