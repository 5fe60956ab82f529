/** A form's names and values as they came, one character a byte: their encoding is yet to be found. */
export type FormPairs = [name: string, value: string][]

/** The pairs of an `application/x-www-form-urlencoded` body. */
export function urlencodedPairs(bytes: Uint8Array): FormPairs {
  return latin1Of(withoutLineEnd(bytes))
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const cut = pair.indexOf('=')
      const [name, value] = cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)]
      return [unescapeBytes(name), unescapeBytes(value)]
    })
}

const CR = 0x0d
const LF = 0x0a

/** Senders that write to a socket by hand end the body with a line end. An escaped one is part of a value and stays. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  const last = bytes.findLastIndex((byte) => byte !== CR && byte !== LF)
  return bytes.subarray(0, last + 1)
}

/**
 * The pairs of a `multipart/form-data` body; null: it cannot be read. A file has no value here, so that a field sent as one
 * counts as missing, or as repeated where it comes as text too.
 * @param contentType names the boundary
 */
export async function multipartPairs(bytes: Uint8Array, contentType: string): Promise<FormPairs | null> {
  const text = latin1Of(bytes)
  // A part in base64 or quoted-printable would be decoded as UTF-8 before its encoding is known.
  if (/^content-transfer-encoding:(?![ \t]*(7bit|8bit|binary)[ \t]*\r?$)/im.test(text)) return null
  try {
    // The platform's parser takes all text for UTF-8. Given each byte as a character, it gives each byte back.
    const body = Buffer.from(asBrowsersWrite(text), 'utf8')
    const headers = { 'content-type': contentType }
    const form = await new Request('http://form.invalid', { method: 'POST', headers, body }).formData()
    return [...form].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
  } catch {
    return null
  }
}

/**
 * The platform's parser reads what browsers write. Other senders leave out a name's quotes (.NET), write headers in other
 * letters, or end lines with LF alone.
 */
function asBrowsersWrite(text: string): string {
  const withCrlf = text.includes('\r\n') ? text : text.replaceAll('\n', '\r\n')
  return withCrlf.replaceAll(
    /^content-disposition:[ \t]*form-data[ \t]*;[ \t]*name=("?)([^"\r\n;]+)\1(?=;|\r$)/gim,
    'Content-Disposition: form-data; name="$2"',
  )
}

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function unescapeBytes(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
