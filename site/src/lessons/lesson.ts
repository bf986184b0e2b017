import type { CellFailure, Notebook } from 'initlab-kernel';

/** Lesson that was run, as the pages show it. */
export interface Lesson {
  /**
   * Path below notebooks/ without the extension: `01-variance-math` or
   * `solutions/01-variance-math`.
   */
  name: string;
  /** Path of the file, as messages show it. */
  path: string;
  notebook: Notebook;
  /** Reason why the run stopped. Absent if every cell ran. */
  failure?: CellFailure;
}
