import type { Notebook } from '../notebook/types.js';

/** Where a run stands. */
export interface Progress {
  /** Path of the notebook, as it was given. */
  notebook: string;
  /** The cell, as in `In [n]`; 0 before the first. */
  cell: number;
  /** How many cells will run: code cells that are not empty. */
  cells: number;
  elapsedMs: number;
  phase: 'starting' | 'running' | 'done' | 'failed';
}

export type FailureKind = 'error' | 'uncaught' | 'timeout' | 'died' | 'out of memory' | 'interrupted';

/** Why a notebook did not run to its end. */
export interface CellFailure {
  notebook: string;
  /** The cell, as in `In [n]`, counted from 1 among the code cells that run; 0 before any cell. */
  cell: number;
  /** Line in the cell's own source, counted from 1. */
  line?: number;
  kind: FailureKind;
  ename: string;
  evalue: string;
  traceback: string[];
}

export interface RunResult {
  path: string;
  /** A copy of the notebook with the outputs of this run, up to and including the failing cell. */
  notebook: Notebook;
  failure?: CellFailure;
  elapsedMs: number;
}

export interface RunOptions {
  /** Seconds a cell may take. Default 600. */
  timeout?: number;
  /** Go on after a cell that throws. */
  allowErrors?: boolean;
  /** Ends the run, and the kernel with it. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}
