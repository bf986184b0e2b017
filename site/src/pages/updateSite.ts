import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hash, hashFiles, listFiles } from '../lessons/fileSystem.js';
import type { Lesson } from '../lessons/lesson.js';

/** Folder of the built pages, below the project's folder. */
export const SITE_FOLDER = '.cache/site';
const STAMP_FILE = '.hash';
const NEXT_FOLDER = `${SITE_FOLDER}.next`;
const OWN_CODE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the pages, unless the same code has already built them from the same lessons. Resolves
 * with the faults of the prose.
 */
export async function updateSite(lessons: readonly Lesson[]): Promise<string[]> {
  const code = listFiles(OWN_CODE_FOLDER, (name) => /\.(js|ts|css)$/.test(name));
  const wanted = hash([hashFiles([...code, 'package-lock.json']), JSON.stringify(lessons)]);
  const stamp = join(SITE_FOLDER, STAMP_FILE);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return [];

  const { buildSite } = await import('./buildSite.js');
  const faults = await buildSite({ lessons, outDir: NEXT_FOLDER });
  // Without a stamp, the next start builds the pages again and reports the faults again.
  if (faults.length === 0) writeFileSync(join(NEXT_FOLDER, STAMP_FILE), wanted);
  // Replace all pages at once, because another server may be showing the old ones.
  rmSync(SITE_FOLDER, { recursive: true, force: true });
  renameSync(NEXT_FOLDER, SITE_FOLDER);
  return faults;
}
