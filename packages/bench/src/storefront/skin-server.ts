import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Variant } from './variants.ts'

/** Serves one and the same skin page with a variant in it, and the variant's files, brotli-compressed as a CDN would. */
export interface SkinServer {
  origin: string
  close(): Promise<void>
}

export async function serveSkin(variant: Pick<Variant, 'body' | 'files'>): Promise<SkinServer> {
  const files = new Map<string, { type: string; body: Buffer }>()
  for (const [path, text] of Object.entries(variant.files))
    files.set(path, { type: 'text/javascript', body: brotli(text) })
  files.set('/', { type: 'text/html', body: brotli(page(variant.body)) })
  files.set('/popup.html', { type: 'text/html', body: brotli('<!doctype html><title>popup</title>') })
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://skin').pathname)
    if (file) send(response, file)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Bytes of a text as a CDN would send it. */
export function brotli(text: string): Buffer {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
}

function send(response: ServerResponse, file: { type: string; body: Buffer }): void {
  response.writeHead(200, {
    'content-type': `${file.type}; charset=utf-8`,
    'content-encoding': 'br',
    'content-length': file.body.length,
  })
  response.end(file.body)
}

/** A logged-in shopper's product page; the member's record is there from the start, so that all variants find it alike. */
function page(body: string): string {
  const rows = Array.from(
    { length: 120 },
    (_, index) => `<li><a href="#${index}">상품 ${index}</a> <b>12,345원</b></li>`,
  )
  return `<!doctype html><html lang="ko"><meta charset="utf-8"><link rel="icon" href="data:,"><title>skin</title>
<style>button{font:inherit;padding:8px 12px}</style>
<script>
EC_SDE_SHOP_NUM = 1;
sessionStorage.setItem('member_1', JSON.stringify({ exp: Date.now() + 600000, data: { member_id: 'shopper01', name: '홍길동' } }));
</script>
<h1>상품</h1><ul>${rows.join('')}</ul>
<div class="xans-layout-statelogon"></div>
${body}
<p>상품 설명</p></html>`
}
