/** Largest number of characters that a message shows of what a file holds. */
const MOST_CHARACTERS = 500;

/**
 * Brings a text that comes from a file into one line for a message: it is cut if it is long, and
 * control characters, which could act on a terminal, are escaped.
 */
export function oneLine(text: string): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return shown.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
