import type { Notebook } from 'initlab-kernel';
import type { Heading } from '../prose/renderContext.js';
import { addressOfRoom, type Room, roomsOf } from '../reference/reference.js';
import type { Outline } from './outline.js';
import type { SiteContext } from './siteContext.js';

/** Section of a lesson, as the page search reads it. */
export interface Section {
  /** Address of the section from the top of the site. */
  id: string;
  lesson: string;
  heading: string;
  text: string;
}

/** Lists the sections of all pages, for the search in the browser. */
export function searchIndex(site: SiteContext): Section[] {
  const lessons = site.entries.flatMap((entry) => [entry, ...entry.companions]);
  return [...lessons.flatMap((entry) => sectionsOf(entry, site)), ...roomsOf(site.reference ?? []).flatMap(namesOf)];
}

function sectionsOf(entry: Outline, site: SiteContext): Section[] {
  const { headings } = site.cellsOf(entry);
  return splitAtHeadings(entry.lesson.notebook, headings).map(({ anchor, heading, lines }) => ({
    id: anchor === undefined ? entry.href : `${entry.href}#${anchor}`,
    lesson: entry.title,
    heading,
    text: plainText(lines.join('\n')),
  }));
}

/** Lists the public names of a room. Their words are found, too: he and normal of heNormal. */
function namesOf({ title, entries }: Room): Section[] {
  return entries.map(({ name, aliases, room, description }) => ({
    id: `${addressOfRoom(room)}#${name}`,
    lesson: `API · ${title}`,
    heading: [name, ...aliases].join(', '),
    text: `${plainText(description)} ${[name, ...aliases].map(wordsOf).join(' ')}`,
  }));
}

function wordsOf(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
}

interface Part {
  anchor: string | undefined;
  heading: string;
  lines: string[];
}

/** Splits the Markdown of a notebook. Its headings are in the order of the source. */
function splitAtHeadings({ cells }: Notebook, headings: readonly Heading[]): Part[] {
  const parts: Part[] = [];
  let next = 0;
  for (const cell of cells) {
    if (cell.cell_type !== 'markdown') continue;
    let isCode = false;
    for (const line of cell.source.split('\n')) {
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
      const title = isCode ? undefined : /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
      // The text before the first heading of a page belongs to no part.
      if (title !== undefined) parts.push({ anchor: headings[next++]?.id, heading: plainText(title), lines: [] });
      else parts.at(-1)?.lines.push(line);
    }
  }
  return parts;
}

/** Removes the marks of Markdown and of formulas, so that words remain. */
function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\(?:[a-z]*rm|text|mathbb|operatorname)\b/gi, '')
    .replace(/[*`$|#>]|^\s*[-–]\s|\\[,;!]/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
