import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { hash } from '../lessons/fileSystem.js';
import type { Lesson } from '../lessons/lesson.js';
import type { Reference } from '../reference/reference.js';
import { RunFiles } from '../run/files.js';
import { buildOfflineWorker } from './assets.js';
import { type Content, isCompressible, Site } from './site.js';

export interface BuildOptions {
  lessons: readonly Lesson[];
  /** The public names of the library. Default none. */
  reference?: Reference | undefined;
  outDir: string;
  /** Path of the site on its server. Only the page for unknown addresses needs it. Default '/'. */
  base?: string;
  /** Whether a compressed copy `NAME.gz` stands beside each text. Default false. */
  hasGzip?: boolean;
  /** Signal that ends the work. What was in `outDir` then stays as it was. */
  signal?: AbortSignal;
}

/**
 * Writes the lessons as static pages: an index, one page per lesson, and the files that pages
 * share. Links are relative, so the folder works below any address. Everything that was in `outDir`
 * before is removed, and is replaced at once when all pages are written.
 *
 * @returns the faults of the prose, each with the notebook, the cell, and the formula or image that
 *   cannot be shown; the page shows its source instead
 */
export async function buildSite(options: BuildOptions): Promise<string[]> {
  const { lessons, reference, outDir, base = '/', hasGzip = false, signal } = options;
  const site = await Site.open(lessons, { isOffline: true, base });
  site.reference = reference ?? [];
  mkdirSync(dirname(outDir), { recursive: true });
  const nextDir = mkdtempSync(`${outDir}.`);
  // A web server may run as another user.
  chmodSync(nextDir, 0o755);
  try {
    await writePages(site, nextDir, hasGzip, signal);
    rmSync(outDir, { recursive: true, force: true });
    renameSync(nextDir, outDir);
  } catch (error) {
    rmSync(nextDir, { recursive: true, force: true });
    throw error;
  }
  return site.faults;
}

async function writePages(
  site: Site,
  folder: string,
  hasGzip: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const write = (address: string, content: Content = ''): void => {
    const file = join(folder, address);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (hasGzip && isCompressible(address)) writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  };
  const writeAll = async (addresses: readonly string[]): Promise<void> => {
    for (const address of addresses) {
      // A stop signal is only noticed between turns.
      await nextTurn();
      signal?.throwIfAborted();
      write(address, site.get(address));
    }
  };
  // Typesetting the pages adds their pictures to the files.
  await writeAll([...site.pages, ...site.notebooks]);
  const files = site.files;
  await writeAll(files);
  for (const [address, content] of await new RunFiles().all()) write(address, content);
  const kept = [...site.pages, ...files].filter((address) => address !== '404.html');
  write(
    'offline.js',
    await buildOfflineWorker(kept, hash(kept.map((address) => Buffer.from(site.get(address) ?? '')))),
  );
}
