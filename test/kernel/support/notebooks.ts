import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, Notebook } from 'initlab-kernel';
import { quickFolder } from './quickFolder.js';

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
  const path = join(quickFolder(), 'lesson.ipynb');
  writeFileSync(path, JSON.stringify(notebookOf(...cells)));
  return path;
}

/** Code of a cell that writes the kernel's process id to the file `pid` beside the notebook. */
export const writePid = `import { renameSync, writeFileSync } from 'node:fs';
writeFileSync('pid.tmp', String(process.pid));
renameSync('pid.tmp', 'pid');`;
