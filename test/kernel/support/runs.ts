import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cell, Output, RunResult } from 'initlab-kernel';
import { until } from './files.js';

/** Returns the outputs of a code cell, counted from 0. */
export function outputsOf({ notebook }: RunResult, cell: number): Output[] {
  return (notebook.cells[cell] as Extract<Cell, { cell_type: 'code' }>).outputs;
}

/** Reads the process id of the kernel of a notebook whose first cell is `writePid`. */
export async function readKernelPid(path: string): Promise<number> {
  const file = join(dirname(path), 'pid');
  // The file exists before its content does, and a signal to process 0 would end this process.
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  return Number(readFileSync(file, 'utf8'));
}

/** Runs something with other NODE_OPTIONS, which a kernel inherits. */
export async function withNodeOptions<T>(options: string, work: () => Promise<T>): Promise<T> {
  const { NODE_OPTIONS } = process.env;
  process.env.NODE_OPTIONS = options;
  try {
    return await work();
  } finally {
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
  }
}

/** Lists the execution counts of the code cells, and the types of the other cells. */
export const countsOf = ({ notebook }: RunResult): unknown[] =>
  notebook.cells.map((cell) => (cell.cell_type === 'code' ? cell.execution_count : cell.cell_type));
