import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hash, hashFiles, listFiles } from '../lessons/fileSystem.js';
import type { Lesson } from '../lessons/lesson.js';

export const SITE_FOLDER = '.cache/site';
const STAMP = '.hash';
const NEXT = `${SITE_FOLDER}.next`;
const OWN_CODE = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the pages unless they show these lessons already, set by this very code. Resolves with the faults of their prose. */
export async function updateSite(lessons: readonly Lesson[]): Promise<string[]> {
  const code = listFiles(OWN_CODE, (name) => /\.(js|ts|css)$/.test(name));
  const wanted = hash([hashFiles([...code, 'package-lock.json']), JSON.stringify(lessons)]);
  const stamp = join(SITE_FOLDER, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return [];

  const { buildSite } = await import('./buildSite.js');
  const faults = await buildSite({ lessons, outDir: NEXT });
  if (faults.length === 0) writeFileSync(join(NEXT, STAMP), wanted); // Else they are told again the next time.
  // Whole or not at all: another server may be showing the pages there are.
  rmSync(SITE_FOLDER, { recursive: true, force: true });
  renameSync(NEXT, SITE_FOLDER);
  return faults;
}
