/**
 * A shadow root with this style. A constructed sheet needs no `unsafe-inline`; where the browser has none to adopt
 * (Safari before 16.4), a style element does, which a strict `style-src` then has to allow.
 */
export function styledRoot(host: Element, css: string): ShadowRoot {
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true })
  if (root.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } else {
    const style = document.createElement('style')
    style.textContent = css
    root.append(style)
  }
  return root
}
