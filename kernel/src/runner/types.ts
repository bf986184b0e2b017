import type { Notebook } from '../notebook/types.js';

/** The progress of a run. */
export interface Progress {
  /** The path of the notebook, as it was given. */
  notebook: string;
  /** The number of the cell, as in `In [n]`; 0 before the first cell runs. */
  cell: number;
  /** The number of cells that run: code cells that are not empty. */
  cells: number;
  elapsedMs: number;
  phase: 'starting' | 'running' | 'done' | 'failed';
}

/** The kinds of failure: why a run ends early. */
export type FailureKind = 'error' | 'uncaught' | 'timeout' | 'died' | 'out of memory' | 'interrupted' | 'unreadable';

/** The reason why a notebook did not run to its end. */
export interface CellFailure {
  notebook: string;
  /**
   * The number of the cell, as in `In [n]`, among the code cells that run; 0 if the run failed
   * before the first cell.
   */
  cell: number;
  /** The line in the cell's own source, counted from 1. */
  line?: number;
  kind: FailureKind;
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The result of a run. */
export interface RunResult {
  path: string;
  /** A copy of the notebook with the outputs of this run, up to and including the failing cell. */
  notebook: Notebook;
  /** The text of the notebook's file when the run began, which {@link writeRun} keeps. */
  text: string;
  failure?: CellFailure;
  elapsedMs: number;
}

/** Options of a run. */
export interface RunOptions {
  /** The time limit of a cell, in seconds. Default 600. */
  timeout?: number;
  /** The time limit for the start of the kernel, in seconds. Default 120. */
  startTimeout?: number;
  /**
   * Largest size of a cell's outputs, in millions of characters. What exceeds it is left out, and a
   * note in the cell says so. Default 64.
   */
  maxOutput?: number;
  /** Whether the run goes on after a cell that throws. Default false. */
  allowErrors?: boolean;
  /** Ends the run, and the kernel with it. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}
