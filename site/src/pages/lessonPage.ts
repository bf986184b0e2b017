import { posix } from 'node:path';
import { type Html, html } from '../prose/html.js';
import { decodeAddress } from '../prose/links.js';
import { showCells, type Typesetter } from './cells.js';
import { companionLabel, type Outline, relative } from './outline.js';
import { shell } from './shell.js';
import { tableOfContents } from './toc.js';

/** Pages that the page of a lesson links to. */
export interface Neighbours {
  previous: Outline | undefined;
  next: Outline | undefined;
  /** Lesson that a companion belongs to. */
  parent: Outline | undefined;
}

/**
 * Shows a lesson as a page. Links between notebooks become links between pages if `pages` has the
 * name of the other lesson. Faults of the prose are added to `faults`.
 */
export function lessonPage(
  entry: Outline,
  around: Neighbours,
  pages: ReadonlySet<string>,
  faults: string[],
  typesetter: Typesetter,
): Html {
  const { lesson, title, href } = entry;
  const link = (target: string) => pageLink(lesson.name, target, pages);
  const { content, headings } = showCells(lesson, { link, faults }, typesetter);
  return shell({
    title: `${title} – initlab`,
    root: '../'.repeat(href.split('/').length - 1),
    aside: tableOfContents(headings),
    main: html`<article>
${banner(entry)}
${content}
</article>
${neighbours(entry, around)}`,
  });
}

function pageLink(from: string, href: string, pages: ReadonlySet<string>): string | undefined {
  const name = posix.join(posix.dirname(from), decodeAddress(href).replace(/\.ipynb$/, ''));
  return pages.has(name) && href.endsWith('.ipynb') ? `${relative(from, name)}.html` : undefined;
}

function banner({ lesson: { failure } }: Outline): Html | undefined {
  if (failure === undefined) return undefined;
  const { cell, line, ename, evalue } = failure;
  const where = cell === 0 ? html`before its first cell` : html`at <a href="#in-${cell}">In [${cell}]</a>`;
  return html`<div class="failed-banner" role="note">
<p><strong>This lesson did not run to the end.</strong> It stopped ${where}${line !== undefined && `, line ${line}`}:</p>
<pre class="scroll">${ename}: ${evalue}</pre>
</div>`;
}

function neighbours({ href, companions }: Outline, { previous, next, parent }: Neighbours): Html {
  const to = (target: Outline | undefined, rel: string, label: (target: Outline) => string) =>
    target &&
    html`<a class="${rel}" href="${relative(href, target.href)}"><span>${label(target)}</span> ${target.title}</a>`;
  return html`<nav class="neighbours" aria-label="Lessons">
${to(previous, 'previous', () => 'Previous')}
${to(parent, 'parent', () => 'Back to the lesson')}
${companions.map((companion) => to(companion, 'companion', companionLabel))}
${to(next, 'next', () => 'Next')}
</nav>`;
}
