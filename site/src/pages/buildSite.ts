import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lesson } from '../lessons/lesson.js';
import { createHighlight } from '../prose/highlight.js';
import type { Html } from '../prose/html.js';
import { createMarkdown } from '../prose/markdown.js';
import { writeAssets } from './assets.js';
import { indexPage } from './indexPage.js';
import { lessonPage } from './lessonPage.js';
import { notFoundPage } from './notFoundPage.js';
import { outline } from './outline.js';

/**
 * Writes the lessons as static pages: an index, one page per lesson, and the files that pages
 * share. Everything that was in `outDir` before is removed.
 *
 * @returns the faults of the prose, each with the notebook, the cell, and the formula or image that
 *   cannot be shown; the page shows its source instead
 */
export async function buildSite({
  lessons,
  outDir,
}: {
  lessons: readonly Lesson[];
  outDir: string;
}): Promise<string[]> {
  const faults: string[] = [];
  const highlight = await createHighlight();
  const typesetter = { highlight, markdown: createMarkdown(highlight) };
  const entries = outline(lessons, typesetter.markdown);
  const names = new Set(entries.flatMap((entry) => [entry, ...entry.companions]).map(({ lesson }) => lesson.name));

  const pages = new Map<string, Html>([
    ['index.html', indexPage(entries)],
    ['404.html', notFoundPage()],
  ]);
  entries.forEach((entry, i) => {
    const around = { previous: entries[i - 1], next: entries[i + 1], parent: undefined };
    pages.set(entry.href, lessonPage(entry, around, names, faults, typesetter));
    for (const companion of entry.companions) {
      const back = { previous: undefined, next: undefined, parent: entry };
      pages.set(companion.href, lessonPage(companion, back, names, faults, typesetter));
    }
  });

  rmSync(outDir, { recursive: true, force: true });
  for (const [href, page] of pages) {
    const file = join(outDir, href);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(page));
  }
  await writeAssets(join(outDir, 'assets'));
  return faults;
}
