/**
 * Consents as the mall's owner would in a browser: opens the install address, agrees on Cafe24's page, follows the way back.
 * @throws where the last page is not `토큰 발급 완료`, with what it said.
 */
export async function consentAsOwner(origin: string, mediaCode: string): Promise<void> {
  const cookies = new Map<string, string>()
  const install = await visit(`${origin}/solution/install/${mediaCode}`, cookies)
  const consentPage = redirectOf(install)
  const decision = new URLSearchParams(new URL(consentPage).search)
  decision.set('decision', 'allow')
  const agreed = await fetch(new URL(consentPage).origin + new URL(consentPage).pathname, {
    method: 'POST',
    body: decision,
    redirect: 'manual',
  })
  const result = await visit(redirectOf(agreed), cookies)
  const page = await result.text()
  if (!page.includes('토큰 발급 완료'))
    throw new Error(`The demo mall's consent ended elsewhere: ${page.slice(0, 2000)}`)
}

async function visit(address: string, cookies: Map<string, string>): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(address, { redirect: 'manual', headers: cookie ? { cookie } : {} })
  for (const line of response.headers.getSetCookie()) {
    const [name, value] = line.split(';')[0]?.split('=') ?? []
    if (name) cookies.set(name, value ?? '')
  }
  return response
}

function redirectOf(response: Response): string {
  const location = response.headers.get('location')
  if (location) return location
  throw new Error(`${response.url} answered ${response.status} where a redirect was expected.`)
}
