import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Plain } from './plainData.js';
import type { Point } from './point.js';

/** Line of a finished point. */
export interface ResultLine {
  readonly id: string;
  readonly point: Point;
  readonly seed: number;
  /** Hash of the text of the file that computed the result. */
  readonly version: string;
  readonly seconds: number;
  readonly result?: Plain;
  /** Error with which the run of the point ended. */
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string };
}

/** File of one process, to which it adds a line for each finished point. */
export interface ResultFile {
  readonly path: string;
  add(line: ResultLine): void;
  close(): void;
}

/** Folder of the files, below the folder of the sweep. */
export const RESULTS = 'results';

/** Time after which written lines are forced to the disk, or to the server of a shared folder. */
const SYNC_INTERVAL_MS = 1000;

/**
 * Creates the file of this process. No other process writes to it, because several that add to one
 * file of a shared folder would overwrite one another.
 *
 * @param name the part of the name that tells the file from others
 */
export function createResultFile(folder: string, name: string): ResultFile {
  const path = join(folder, RESULTS, `${name}.ndjson`);
  let file: number | undefined;
  let synced = 0;
  return {
    path,
    add(line) {
      // A process that finishes nothing leaves no file.
      file ??= openSync(path, 'ax');
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      if (performance.now() - synced < SYNC_INTERVAL_MS) return;
      fsyncSync(file);
      synced = performance.now();
    },
    close() {
      if (file === undefined) return;
      fsyncSync(file);
      closeSync(file);
      file = undefined;
    },
  };
}

/** Makes a name that no other process has, on any machine. */
export function uniqueName(): string {
  const host = hostname()
    .replace(/[^\w-]/g, '_')
    .slice(0, 40);
  return `${host}-${process.pid}-${Date.now().toString(36)}`;
}

/** Removes the line that a killed process has begun and not finished. */
export function trimTornLine(path: string): void {
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf(10) + 1;
    if (end < bytes.length) ftruncateSync(file, end);
  } finally {
    closeSync(file);
  }
}
