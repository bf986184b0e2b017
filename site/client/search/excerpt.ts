/** Piece of a text, which matches a word that was searched for or does not. */
export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Number of characters shown before the first match, and in all. */
const BEFORE = 50;
const LENGTH = 180;

/** Cuts out the words around the first match, and marks the matches in them. */
export function excerpt(text: string, terms: readonly string[]): Piece[] {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.map(escapeRegExp).join('|')})`, 'giu');
  const first = terms.length === 0 ? -1 : text.search(pattern);
  const from = first > BEFORE ? text.indexOf(' ', first - BEFORE) + 1 : 0;
  const to = from + LENGTH < text.length ? text.lastIndexOf(' ', from + LENGTH) : text.length;
  const cut = `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`;
  const pieces: Piece[] = [];
  let at = 0;
  if (first >= 0) {
    for (const match of cut.matchAll(pattern)) {
      pieces.push({ text: cut.slice(at, match.index), isMatch: false }, { text: match[0], isMatch: true });
      at = match.index + match[0].length;
    }
  }
  pieces.push({ text: cut.slice(at), isMatch: false });
  return pieces.filter((piece) => piece.text !== '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
