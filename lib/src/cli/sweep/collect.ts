import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { writeWhole } from '../../foundation/writeWhole.js';
import type { SweepArguments } from './arguments.js';
import { toParquet } from './points/parquet.js';
import { toRows } from './points/rows.js';
import { readFolder } from './readFolder.js';
import { notesOf } from './status.js';

/** Merges the files of a sweep into one table, as NDJSON and as Parquet. Returns the exit code. */
export async function collect({ words, out }: SweepArguments): Promise<number> {
  const sweep = readFolder(words.slice(1), 'collect');
  const { folder, manifest, lines, missing } = sweep;
  const rows = toRows(manifest.points, lines);
  const target = out === undefined ? folder : resolve(out);
  mkdirSync(target, { recursive: true });
  const [table, parquet] = ['results.ndjson', 'results.parquet'].map((name) => join(target, name));
  writeWhole(table, ...rows.map((row) => `${JSON.stringify(row)}\n`));
  const names = [table];
  if (rows.length > 0) {
    writeWhole(parquet, await toParquet(rows));
    names.push(parquet);
  }
  for (const note of notesOf(sweep)) console.error(note);
  console.log(`${rows.length} rows are in ${names.map((name) => relative('', name)).join(' and ')}.`);
  if (missing === 0) return 0;
  console.error(`${missing} of ${manifest.points.length} points are missing. Run the sweep again to compute them.`);
  return 1;
}
