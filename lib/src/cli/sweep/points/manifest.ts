import { existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../foundation/writeWhole.js';
import type { Plain } from './plainData.js';
import { hash, type Point, pointId } from './point.js';
import { SweepError } from './sweepError.js';

/** Facts of a sweep, in the file `sweep.json` of its folder. */
export interface Manifest {
  readonly format: 1;
  readonly file: string;
  /** Hash of the text of the file. */
  readonly version: string;
  readonly seed: number;
  readonly points: readonly Point[];
}

const NAME = 'sweep.json';

export function makeManifest(file: string, text: Uint8Array, seed: number, points: readonly Point[]): Manifest {
  return { format: 1, file, version: hash(text).slice(0, 16), seed, points };
}

/**
 * Reads the facts of the sweep in a folder; undefined if there is none.
 *
 * @throws SweepError if the file is damaged
 */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, NAME);
  if (!existsSync(path)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (manifest.format === 1 && Array.isArray(manifest.points)) return manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new SweepError(`${path} is no description of a sweep. Name another folder, or remove this one.`);
}

/**
 * Writes the facts of a sweep if the folder has none. Of several processes that start together, the
 * first one writes. Returns what the folder has now.
 */
export function claimManifest(folder: string, manifest: Manifest): Manifest {
  const path = join(folder, NAME);
  const own = join(folder, `.${process.pid}-${Math.round(performance.timeOrigin)}.json`);
  writeWhole(own, `${JSON.stringify(manifest)}\n`);
  try {
    linkSync(own, path);
  } catch (error) {
    // Some file systems have no links. There, the last of the processes writes the same text.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  return readManifest(folder) as Manifest;
}

export function replaceManifest(folder: string, manifest: Manifest): void {
  writeWhole(join(folder, NAME), `${JSON.stringify(manifest)}\n`);
}

/** Says in what way a sweep differs from the one whose results are in the folder. */
export function changesOf(before: Manifest, now: Manifest): string[] {
  const [old, fresh] = [before, now].map(({ points }) => new Set(points.map(pointId)));
  const added = [...fresh].filter((id) => !old.has(id)).length;
  const removed = [...old].filter((id) => !fresh.has(id)).length;
  const changes: string[] = [];
  if (before.version !== now.version) changes.push(`the text of ${now.file} has changed`);
  if (added + removed > 0) changes.push(`the grid has ${count(added)} more and lacks ${count(removed)}`);
  if (before.seed !== now.seed) changes.push(`the seed was ${before.seed} and is ${now.seed}`);
  return changes;
}

function count(points: number): string {
  return points === 1 ? '1 point' : `${points} points`;
}

/** Checks that a value that was read from a file is an object. */
export function isRecord(value: unknown): value is Record<string, Plain> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
