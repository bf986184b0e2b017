import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesBelow, hash, hashFiles } from './files.js';
import type { Lesson } from './lesson.js';

export const SITE = '.cache/site';
const STAMP = '.cache/site.hash';
const OWN_CODE = fileURLToPath(new URL('../', import.meta.url));

/** Builds the pages unless they show these lessons already, set by this very code. Resolves with the faults of their prose. */
export async function updateSite(lessons: readonly Lesson[]): Promise<string[]> {
  const code = filesBelow(OWN_CODE, (name) => /\.(js|ts|css)$/.test(name));
  const wanted = hash([hashFiles([...code, 'package-lock.json']), JSON.stringify(lessons)]);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return [];

  const { buildSite } = await import('./buildSite.js');
  rmSync(STAMP, { force: true }); // What is half built when we are stopped must not count as built.
  const faults = await buildSite({ lessons, outDir: SITE });
  if (faults.length === 0) writeFileSync(STAMP, wanted); // Else they are told again the next time.
  return faults;
}
