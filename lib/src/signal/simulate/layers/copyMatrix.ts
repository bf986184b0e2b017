import type { Slot } from '../arena/arena.js';

/** Place of a matrix within a wider one. */
interface Place {
  readonly slot: Slot;
  /** Number of columns of the whole. */
  readonly width: number;
  readonly row?: number;
  readonly column?: number;
}

export function copyMatrix(from: Place, to: Place, rows: number, columns: number): void {
  const [source, target] = [from.slot.data, to.slot.data];
  let read = (from.row ?? 0) * from.width + (from.column ?? 0);
  let write = (to.row ?? 0) * to.width + (to.column ?? 0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) target[write + j] = source[read + j];
    read += from.width;
    write += to.width;
  }
}
