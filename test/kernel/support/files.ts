import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterFile } from '../../support/afterFile.js';

const folders: string[] = [];

/** Creates a folder that is removed after the tests. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'initlab-test-')));
  folders.push(folder);
  return folder;
}

afterFile(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Waits until a condition holds. The time-out of the test is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

export function untilExists(path: string): Promise<void> {
  return until(() => existsSync(path));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
