import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FileFormatError } from '../../../../lib/src/model/files/fileFormatError.js';
import { openWeights } from '../../../../lib/src/model/files/openWeights.js';
import { readForeignModel } from '../../../../lib/src/model/imported/readForeignModel.js';
import { drawFrom, mutateBytes } from '../../../support/mutate.js';

/** Numbers of damaged files that were refused and that were read all the same. */
export interface Outcome {
  refused: number;
  read: number;
}

/** Ways to open a file. A model needs a backend. */
const OPENERS = { weights: readWeights, model: importModel } as const;

export type Opener = keyof typeof OPENERS;

/**
 * Damages a file in `count` ways and opens each result. Rejects if an error is not a
 * FileFormatError, which the command explains.
 */
export async function openMutations(
  bytes: Uint8Array,
  count: number,
  seed: number,
  opener: Opener = 'weights',
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-mutations-'));
  const draw = drawFrom(seed);
  const outcome = { refused: 0, read: 0 };
  try {
    for (let i = 0; i < count; i++) {
      const path = join(folder, 'damaged');
      writeFileSync(path, mutateBytes(bytes, draw));
      outcome[(await isReadable(path, OPENERS[opener])) ? 'read' : 'refused']++;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return outcome;
}

/**
 * Does the same in a process of its own, and adds the most memory that it took. The memory of the
 * process that runs the tests says nothing, because it holds what other tests took before.
 */
export async function measureMutations(
  bytes: Uint8Array,
  count: number,
  seed: number,
  opener: Opener = 'weights',
): Promise<Outcome & { mebibytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-intact-'));
  const file = join(folder, 'intact');
  const script = fileURLToPath(new URL('measureMutations.ts', import.meta.url));
  try {
    writeFileSync(file, bytes);
    const args = ['--import', 'tsx', script, file, String(count), String(seed), opener];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function isReadable(path: string, open: (path: string) => Promise<void>): Promise<boolean> {
  try {
    await open(path);
    return true;
  } catch (error) {
    if (error instanceof FileFormatError) return false;
    throw error;
  }
}

async function readWeights(path: string): Promise<void> {
  const file = await openWeights(path);
  try {
    for (const { read } of file.tensors) read?.();
  } finally {
    file.close();
  }
}

async function importModel(path: string): Promise<void> {
  (await readForeignModel(path)).model.dispose();
}
