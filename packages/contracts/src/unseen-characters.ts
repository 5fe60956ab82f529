/**
 * Characters that nobody sees as what they are: controls, line separators, lone surrogates, U+FFFD for bytes that could not be
 * decoded, and what Unicode calls default ignorable (zero-width, directions of text, fillers). Two texts that differ in them
 * alone look the same.
 */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]|(?![\uFE00-\uFE0F])\p{DI}/u

/**
 * Whether a text holds a character that nobody sees. The marks that choose a letter's or an emoji's look (U+FE00–FE0F) are fine.
 * @param lines Tabs and line ends are fine too: a text that people write in several lines, or a merchant's own.
 *
 * @example hasUnseenCharacter('shop\u200Bper01') // true
 */
export function hasUnseenCharacter(text: string, { lines = false } = {}): boolean {
  return unseen.test(lines ? text.replaceAll(/[\t\r\n]/g, '') : text)
}
