import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError } from '../../../../lib/src/model/files/fileFormatError.js';
import { openWeights } from '../../../../lib/src/model/files/openWeights.js';
import { random } from '../../../../lib/src/random/random.js';

/** Numbers of damaged files that were refused and that were read all the same. */
export interface Outcome {
  refused: number;
  read: number;
}

/**
 * Damages a file in `count` ways (a byte changed, a piece cut out, doubled or cut off) and opens
 * each result. Rejects if an error is not a FileFormatError, which the command explains.
 */
export async function openMutations(
  bytes: Uint8Array,
  count: number,
  seed: number,
  open: (path: string) => Promise<void> = readWeights,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-mutations-'));
  const draws = random(seed).uniform(new Float64Array(4 * count));
  const outcome = { refused: 0, read: 0 };
  try {
    for (let i = 0; i < count; i++) {
      const path = join(folder, 'damaged');
      writeFileSync(path, damaged(bytes, draws.subarray(4 * i, 4 * i + 4)));
      outcome[(await isReadable(path, open)) ? 'read' : 'refused']++;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return outcome;
}

function damaged(bytes: Uint8Array, [kind, place, length, value]: Float64Array): Uint8Array {
  const at = Math.floor(place * bytes.length);
  const end = Math.min(bytes.length, at + 1 + Math.floor(length * 16));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  if (kind < 0.1) return before;
  if (kind < 0.2) return Buffer.concat([before, after]);
  if (kind < 0.3) return Buffer.concat([before, piece, piece, after]);
  const changed = kind < 0.6 ? [Math.floor(value * 256)] : Array.from(piece, (byte) => byte ^ Math.floor(value * 256));
  return Buffer.concat([before, Uint8Array.from(changed), bytes.subarray(at + changed.length)]);
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
