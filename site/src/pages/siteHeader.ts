import { type Html, html, raw } from '../prose/html.js';
import { companionLabel, type Outline, relative } from './outline.js';
import type { SiteContext } from './siteContext.js';

const THEME_ICON = raw(
  '<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor"/></svg>',
);
const SEARCH_ICON = raw(
  '<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><circle cx="6.8" cy="6.8" r="4.6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10.4 10.4 14 14" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>',
);

/** Header of every page: the list of lessons, the lessons before and after, search and theme. */
export function siteHeader(site: SiteContext, root: string, here?: Outline): Html {
  const from = here?.href ?? 'index.html';
  return html`<header class="site-header"><div class="site-bar">
<a class="brand" href="${root}index.html">initlab</a>
<nav class="site-nav" aria-label="All lessons">
<details class="lesson-menu"><summary>Lessons</summary>
<ol>${site.entries.map((entry) => menuEntry(entry, { root, here }))}</ol></details>
${here && steps(from, site.entries, here)}
<a class="api" href="${root}reference/index.html"><abbr title="Reference of the library">API</abbr></a>
</nav>
<button type="button" class="icon search-open" aria-label="Search" aria-keyshortcuts="/">${SEARCH_ICON}</button>
<button type="button" class="icon theme" aria-label="Dark theme" aria-pressed="false">${THEME_ICON}</button>
</div></header>
<dialog class="search" aria-label="Search all lessons">
<form><input type="text" role="searchbox" inputmode="search" placeholder="Search all lessons" aria-label="Search all lessons" autocomplete="off" spellcheck="false"></form>
<p role="status"></p>
<ol></ol>
</dialog>`;
}

function menuEntry(entry: Outline, { root, here }: { root: string; here: Outline | undefined }): Html {
  const link = (target: Outline, text: string): Html =>
    html`<a href="${root}${target.href}"${target.href === here?.href && raw(' aria-current="page"')}>${text}</a>`;
  return html`<li>${link(entry, entry.title)}${entry.companions.map((companion) => html` ${link(companion, companionLabel(companion))}`)}</li>\n`;
}

/** Links to the lessons before and after, or from a companion back to its lesson. */
function steps(from: string, entries: readonly Outline[], here: Outline): Html {
  const at = entries.findIndex(({ href }) => href === here.href);
  const parent = entries.find(({ companions }) => companions.some(({ href }) => href === here.href));
  const step = (target: Outline | undefined, label: string, sign: string): Html | undefined =>
    target &&
    html`<a class="step" href="${relative(from, target.href)}" aria-label="${label}: ${target.title}" title="${target.title}">${sign}</a>`;
  if (at < 0) return html`${step(parent, 'Back to the lesson', '‹')}`;
  return html`${step(entries[at - 1], 'Previous lesson', '‹')}${step(entries[at + 1], 'Next lesson', '›')}`;
}
