/** Cannot be seen, or changes how the text around it is read: control, bidi, zero-width, fillers, what has no meaning. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu

/** A stranger's text as one line for people: nothing invisible, at most so many characters. */
export function cleanText(text: string, maxLength: number): string {
  const line = text
    .normalize('NFC')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(invisible, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line
}
