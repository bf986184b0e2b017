import type { Point } from '../point.js';

/** Data that a process receives when it starts. */
export interface Assignment {
  readonly folder: string;
  readonly file: string;
  readonly version: string;
  /** Name of the file of its results. */
  readonly name: string;
}

/** Point that a process is to run. */
export interface Job {
  readonly id: string;
  readonly point: Point;
  readonly seed: number;
}

/** Time in which a run may react to the abort of its signal before its process is ended. */
export const GRACE_MS = 3000;

export type Request = { readonly start: Assignment } | { readonly run: Job } | { readonly stop: true };

export type Answer =
  | { readonly ready: true }
  | { readonly progress: number }
  /** The point is finished and its line written. */
  | { readonly done: string; readonly isFailure: boolean }
  /** The file of the sweep cannot be loaded, or the folder not written to. */
  | { readonly broken: string };
