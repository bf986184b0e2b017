import type { MarkdownIt, Token } from 'markdown-it';

/**
 * Length of LaTeX source up to which a formula fits into one line on a phone. A longer formula may
 * have to break.
 */
const MAX_LATEX_LENGTH = 28;

/**
 * Prevents line breaks between a short formula and the punctuation around it, and between a number
 * and its percent sign.
 */
export function noBreak(md: MarkdownIt): void {
  md.core.ruler.push('no_break', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== 'inline' || token.children === null) continue;
      for (const text of token.children) {
        if (text.type === 'text') text.content = text.content.replace(/(\d) %/g, '$1\u00a0%');
      }
      token.children = token.children.flatMap(keepPunctuation);
    }
  });
}

/** Wraps a short formula together with the punctuation at the borders of the texts beside it. */
function keepPunctuation(token: Token, i: number, tokens: Token[]): Token[] {
  if (token.type !== 'math_inline' || token.content.length > MAX_LATEX_LENGTH) return [token];
  const before = cutPunctuation(tokens[i - 1], /\($/);
  const after = cutPunctuation(tokens[i + 1], /^[.,;:!?)\u2019\u201d"]+/);
  if (before === '' && after === '') return [token];
  return [wrap(token, 1), text(token, before), token, text(token, after), wrap(token, -1)];
}

/** Cuts matching punctuation off a neighbouring text. */
function cutPunctuation(neighbour: Token | undefined, pattern: RegExp): string {
  if (neighbour?.type !== 'text') return '';
  const [taken = ''] = pattern.exec(neighbour.content) ?? [];
  neighbour.content = neighbour.content.replace(pattern, '');
  return taken;
}

function wrap(like: Token, nesting: 1 | -1): Token {
  const token = createToken(like, nesting === 1 ? 'no_break_open' : 'no_break_close', 'span', nesting);
  if (nesting === 1) token.attrSet('class', 'no-break');
  return token;
}

function text(like: Token, content: string): Token {
  const token = createToken(like, 'text', '', 0);
  token.content = content;
  return token;
}

function createToken(like: Token, type: string, tag: string, nesting: 1 | 0 | -1): Token {
  return new (like.constructor as typeof Token)(type, tag, nesting);
}
