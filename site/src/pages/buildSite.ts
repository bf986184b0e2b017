import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hash } from '../lessons/fileSystem.js';
import type { Lesson } from '../lessons/lesson.js';
import type { Reference } from '../reference/reference.js';
import { buildOfflineWorker } from './assets.js';
import { type Content, Site } from './site.js';

export interface BuildOptions {
  lessons: readonly Lesson[];
  /** The public names of the library. Default none. */
  reference?: Reference | undefined;
  outDir: string;
  /** Path of the site on its server. Only the page for unknown addresses needs it. Default '/'. */
  base?: string;
}

/**
 * Writes the lessons as static pages: an index, one page per lesson, and the files that pages
 * share. Links are relative, so the folder works below any address. Everything that was in `outDir`
 * before is removed, and is replaced at once when all pages are written.
 *
 * @returns the faults of the prose, each with the notebook, the cell, and the formula or image that
 *   cannot be shown; the page shows its source instead
 */
export async function buildSite({ lessons, reference, outDir, base = '/' }: BuildOptions): Promise<string[]> {
  const site = await Site.open(lessons, { isOffline: true, base });
  site.reference = reference ?? [];
  const nextDir = `${outDir}.next`;
  rmSync(nextDir, { recursive: true, force: true });
  // Typesetting the pages adds their pictures to the files.
  for (const address of [...site.pages, ...site.notebooks]) write(address, site.get(address));
  const files = site.files;
  for (const address of files) write(address, site.get(address));
  const kept = [...site.pages, ...files].filter((address) => address !== '404.html');
  write(
    'offline.js',
    await buildOfflineWorker(kept, hash(kept.map((address) => Buffer.from(site.get(address) ?? '')))),
  );
  rmSync(outDir, { recursive: true, force: true });
  renameSync(nextDir, outDir);
  return site.faults;

  function write(address: string, content: Content = ''): void {
    const file = join(nextDir, address);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
