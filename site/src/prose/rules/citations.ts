import type { MarkdownIt, Token } from 'markdown-it';
import { html } from '../html.js';
import { findSource, type Source } from './bibliography.js';

/**
 * Links the title of a source, in italics, to the source, with the whole citation on hover and
 * focus. A title that is followed by a link of its own stays as it is.
 */
export function citations(md: MarkdownIt): void {
  md.core.ruler.push('citations', ({ tokens }) => {
    for (const { type, children } of tokens) {
      if (type !== 'inline' || children === null) continue;
      children.forEach((child, i) => {
        if (child.type !== 'em_open') return;
        const close = children.findIndex((other, j) => j > i && other.type === 'em_close');
        const title = children.slice(i + 1, close).map(({ content }) => content);
        const source = isLinked(children, i) ? undefined : findSource(title.join(''));
        if (source) child.meta = children[close].meta = { source };
      });
    }
  });

  md.renderer.rules.em_open = (tokens, i) => {
    const source = sourceOf(tokens[i]);
    return source === undefined
      ? '<em>'
      : String(html`<a class="cite" href="${source.href}" aria-description="${source.citation}"><em>`);
  };
  md.renderer.rules.em_close = (tokens, i) => (sourceOf(tokens[i]) === undefined ? '</em>' : '</em></a>');
}

function sourceOf({ meta }: Token): Source | undefined {
  return (meta as { source?: Source } | null)?.source;
}

/** Checks whether a title is in a link, or the next link comes before the next title. */
function isLinked(tokens: readonly Token[], at: number): boolean {
  const links = tokens.slice(0, at).filter(({ type }) => type === 'link_open' || type === 'link_close');
  const next = tokens.slice(at + 1).find(({ type }) => type === 'em_open' || type === 'link_open');
  return links.at(-1)?.type === 'link_open' || next?.type === 'link_open';
}
