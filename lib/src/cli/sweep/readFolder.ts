import { resolve } from 'node:path';
import { UsageError } from '../command.js';
import { type Manifest, readManifest } from './points/manifest.js';
import { pointId, pointSeed } from './points/point.js';
import { type Results, readResults } from './points/readResults.js';

/** Sweep in a folder, with its results so far. */
export interface SweepFolder extends Results {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly done: number;
  readonly failed: number;
  /** Number of points without a line. */
  readonly missing: number;
  /** Number of results that another text of the file has computed. */
  readonly fromOtherVersion: number;
  /** Number of finished points that are no longer in the grid. */
  readonly outside: number;
}

export function readFolder(words: readonly string[], command: string): SweepFolder {
  if (words.length !== 1)
    throw new UsageError(`Name the folder of one sweep: initlab sweep ${command} DIR\nSee: initlab sweep --help`);
  const folder = resolve(words[0]);
  const manifest = readManifest(folder);
  if (manifest === undefined)
    throw new UsageError(
      `${words[0]} has no sweep.json. Name the folder that initlab sweep FILE --out DIR has written.`,
    );
  const results = readResults(folder, (id) => pointSeed(id, manifest.seed));
  const found = manifest.points.flatMap((point) => results.lines.get(pointId(point)) ?? []);
  return {
    ...results,
    folder,
    manifest,
    done: found.length,
    failed: found.filter(({ error }) => error !== undefined).length,
    missing: manifest.points.length - found.length,
    fromOtherVersion: found.filter(({ version }) => version !== manifest.version).length,
    outside: results.lines.size - found.length,
  };
}
