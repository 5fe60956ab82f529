/** A mall's owner with a browser: cookies, no redirect followed unseen. */
export class Owner {
  readonly #cookies = new Map<string, string>()

  /** Opens an address as a browser does. */
  async visit(address: string): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      this.#cookies.set(name, value)
    }
    return answer
  }

  /** Opens the install address; what comes back is Cafe24's consent page. */
  async begin(installUrl: string): Promise<URL> {
    return locationOf(await this.visit(installUrl))
  }

  /** Presses a button on Cafe24's consent page; gives the address that Cafe24 sends the owner back to. */
  async decide(
    consentPage: URL,
    decision: 'allow' | 'deny',
    change: Record<string, string> = {},
  ): Promise<string> {
    const form = new URLSearchParams(consentPage.search)
    form.set('decision', decision)
    for (const [name, value] of Object.entries(change)) form.set(name, value)
    const answer = await fetch(consentPage.origin + consentPage.pathname, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return locationOf(answer).toString()
  }

  /** The whole way; the last page. */
  async consent(installUrl: string, change: Record<string, string> = {}): Promise<Page> {
    return this.read(await this.decide(await this.begin(installUrl), 'allow', change))
  }

  async read(address: string): Promise<Page> {
    const answer = await this.visit(address)
    const html = await answer.text()
    return {
      status: answer.status,
      title: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
      text: html.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' '),
      html,
      headers: answer.headers,
    }
  }
}

export interface Page {
  status: number
  title: string
  text: string
  html: string
  headers: Headers
}

function locationOf(answer: Response): URL {
  const location = answer.headers.get('location')
  if (location) return new URL(location)
  throw new Error(`${answer.url} answered ${answer.status} where a redirect was expected.`)
}
