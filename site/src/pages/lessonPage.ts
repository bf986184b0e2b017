import { listExercises } from '../lessons/exercises.js';
import { describeState } from '../lessons/runState.js';
import { type Html, html, raw } from '../prose/html.js';
import { companionLabel, encodePath, notebookOf, type Outline, relative, rootOf } from './outline.js';
import { shell } from './shell.js';
import type { SiteContext } from './siteContext.js';
import { tableOfContents } from './toc.js';

/** Shows a lesson as a page. */
export function lessonPage(entry: Outline, site: SiteContext): Html {
  const { title, href, lesson } = entry;
  const { content, headings } = site.cellsOf(entry);
  return shell({
    title: `${title} – initlab`,
    root: rootOf(href),
    site,
    here: entry,
    aside: tableOfContents(headings),
    main: html`<article${exercisesOf(entry, site)}>
${site.options.isLive && runState(lesson.name, site)}
<p class="page-tools"><a href="${relative(href, encodePath(notebookOf(entry)))}" download>Notebook</a><button type="button" class="fold-all" aria-pressed="false">Hide code</button></p>
${banner(entry)}
${content}
</article>
${neighbours(entry, site.entries)}`,
  });
}

/** Names the exercises of a lesson in an attribute, for the reader's progress. */
export function exercisesOf(entry: Outline, { entries }: SiteContext): Html | undefined {
  const names = entries.includes(entry) ? listExercises(entry.lesson.notebook) : [];
  return names.length === 0 ? undefined : raw(` data-exercises="${names.join(' ')}"`);
}

/** Line that says how far the run of a lesson has come. The page's script keeps it up to date. */
export function runState(name: string, site: SiteContext): Html {
  const state = site.stateOf(name);
  return html`<p class="run-state" data-lesson="${name}" data-kind="${state.kind}">${describeState(state)}</p>`;
}

function banner({ lesson: { failure } }: Outline): Html | undefined {
  if (failure === undefined) return undefined;
  const { cell, line, ename, evalue } = failure;
  const where = cell === 0 ? html`before its first cell` : html`at <a href="#in-${cell}">In [${cell}]</a>`;
  return html`<div class="failed-banner" role="note">
<p><strong>This lesson did not run to the end.</strong> It stopped ${where}${line !== undefined && `, line ${line}`}:</p>
<pre class="scroll" tabindex="0">${ename}: ${evalue}</pre>
</div>`;
}

function neighbours(entry: Outline, entries: readonly Outline[]): Html {
  const { href, companions } = entry;
  const at = entries.indexOf(entry);
  const [previous, next] = at < 0 ? [] : [entries[at - 1], entries[at + 1]];
  const parent = entries.find((lesson) => lesson.companions.includes(entry));
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
