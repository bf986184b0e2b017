import { type Html, html } from '../prose/html.js';
import type { Heading } from '../prose/renderContext.js';

/**
 * Writes the table of contents twice: one for the side of a wide window, and a folded one above the
 * text of a narrow window. The style sheet shows one of them.
 */
export function tableOfContents(headings: readonly Heading[]): Html | undefined {
  const entries = headings.filter(({ level }) => level === 2 || level === 3);
  if (entries.length < 2) return undefined;
  const list = html`<ol>${entries.map(({ level, id, title }) => html`<li class="level-${level}"><a href="#${id}">${title}</a></li>\n`)}</ol>`;
  return html`<nav class="toc toc-side" aria-label="On this page"><p class="toc-title">On this page</p>${list}</nav>
<nav class="toc toc-fold" aria-label="On this page"><details><summary>On this page</summary>${list}</details></nav>`;
}
