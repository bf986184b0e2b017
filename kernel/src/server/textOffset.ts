/** The protocol counts code points, JavaScript counts UTF-16 units; they differ after an emoji. */
export function toUtf16(text: string, codePoints: number): number {
  return Array.from(text).slice(0, codePoints).join('').length;
}

export function toCodePoints(text: string, utf16: number): number {
  return Array.from(text.slice(0, utf16)).length;
}
