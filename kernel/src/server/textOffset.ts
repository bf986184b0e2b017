/**
 * Converts an offset in code points, which the protocol counts, to UTF-16 units, which JavaScript
 * counts. The two differ after an emoji.
 */
export function toUtf16(text: string, codePoints: number): number {
  return Array.from(text).slice(0, codePoints).join('').length;
}

/** Converts an offset in UTF-16 units to code points. */
export function toCodePoints(text: string, utf16: number): number {
  return Array.from(text.slice(0, utf16)).length;
}
