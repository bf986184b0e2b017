import type { MarkdownIt, Token } from 'markdown-it';

/** A formula of so many signs of LaTeX fits a line of a telephone; a longer one may have to be broken itself. */
const SHORT = 28;

/** Keeps on one line what a line break would tear apart: a short formula and the signs around it, a number and its percent sign. */
export function noBreak(md: MarkdownIt): void {
  md.core.ruler.push('no_break', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== 'inline' || token.children === null) continue;
      for (const text of token.children) {
        if (text.type === 'text') text.content = text.content.replace(/(\d) %/g, '$1\u00a0%');
      }
      token.children = token.children.flatMap(held);
    }
  });
}

/** The token; a short formula with the signs that it has taken from the texts beside it. */
function held(token: Token, i: number, all: Token[]): Token[] {
  if (token.type !== 'math_inline' || token.content.length > SHORT) return [token];
  const before = take(all[i - 1], /\($/);
  const after = take(all[i + 1], /^[.,;:!?)\u2019\u201d"]+/);
  if (before === '' && after === '') return [token];
  return [wrap(token, 1), text(token, before), token, text(token, after), wrap(token, -1)];
}

/** Cuts what fits from a text. */
function take(neighbour: Token | undefined, signs: RegExp): string {
  if (neighbour?.type !== 'text') return '';
  const [taken = ''] = signs.exec(neighbour.content) ?? [];
  neighbour.content = neighbour.content.replace(signs, '');
  return taken;
}

function wrap(like: Token, nesting: 1 | -1): Token {
  const made = another(like, nesting === 1 ? 'no_break_open' : 'no_break_close', 'span', nesting);
  if (nesting === 1) made.attrSet('class', 'no-break');
  return made;
}

function text(like: Token, content: string): Token {
  const made = another(like, 'text', '', 0);
  made.content = content;
  return made;
}

function another(like: Token, type: string, tag: string, nesting: 1 | 0 | -1): Token {
  return new (like.constructor as typeof Token)(type, tag, nesting);
}
