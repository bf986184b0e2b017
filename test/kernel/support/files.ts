import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell, Notebook } from 'initlab-kernel';
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

export function codeCell(source: string, metadata: Record<string, unknown> = {}): Cell {
  return { cell_type: 'code', metadata, source, outputs: [], execution_count: null };
}

export function notebookOf(...cells: (string | Cell)[]): Notebook {
  const kernelspec = { name: 'initlab', display_name: 'TypeScript (initlab)', language: 'typescript' };
  const full = cells.map((cell) => (typeof cell === 'string' ? codeCell(cell) : cell));
  const withIds = full.map((cell, i) => ({ ...cell, id: `cell-${i + 1}` }));
  return { cells: withIds, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

/** Writes a notebook with these code cells into a folder of its own and returns its path. */
export function notebookFile(...cells: (string | Cell)[]): string {
  const path = join(temporaryFolder(), 'lesson.ipynb');
  writeFileSync(path, JSON.stringify(notebookOf(...cells)));
  return path;
}

/** Code of a cell that writes the kernel's process id to the file `pid` beside the notebook. */
export const writePid = `import { renameSync, writeFileSync } from 'node:fs';
writeFileSync('pid.tmp', String(process.pid));
renameSync('pid.tmp', 'pid');`;

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
