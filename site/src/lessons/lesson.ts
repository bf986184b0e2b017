import type { CellFailure, Notebook } from 'initlab-kernel';

/** A notebook that was run, as the pages show it. */
export interface Lesson {
  /** The file below notebooks/ without its ending: `01-variance-math`, `solutions/01-variance-math`. */
  name: string;
  /** The file as messages name it. */
  path: string;
  notebook: Notebook;
  /** Why the run stopped; absent if every cell ran. */
  failure?: CellFailure;
}
