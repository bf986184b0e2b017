import { readStored, store } from '../browser/storage.js';
import type { PageCell } from './cell.js';

/** A cell that the reader has changed: the code of the lesson, and the reader's. */
interface Edit {
  from: string;
  to: string;
}

/** Keeps the code that the reader has changed in this browser, for this lesson. */
export interface Edits {
  /** Gives the cells the code that was stored for them. Returns those that have changed. */
  apply(): PageCell[];
  /** Stores the code of all cells that differ from the lesson. */
  save(): void;
}

export function createEdits(key: string, cells: readonly PageCell[]): Edits {
  return {
    apply() {
      const edits = readEdits(key);
      return cells.filter((cell) => {
        // The cells of a lesson may have other numbers after an update.
        const edit = edits.find(({ from }) => from === cell.original);
        if (edit) cell.notebook.source = edit.to;
        return edit !== undefined;
      });
    },
    save() {
      const own = cells
        .filter(({ original, notebook }) => notebook.source !== original)
        .map(({ original, notebook }): Edit => ({ from: original, to: notebook.source }));
      // Edits of cells that the lesson no longer has are kept until they are thrown away.
      const known = new Set(cells.map(({ original }) => original));
      const others = readEdits(key).filter(({ from }) => !known.has(from));
      const edits = [...own, ...others];
      store(key, edits.length === 0 ? undefined : JSON.stringify(edits));
    },
  };
}

/** Reads what is stored, which any script of the same origin may have written. */
function readEdits(key: string): Edit[] {
  try {
    const stored: unknown = JSON.parse(readStored(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEdit) : [];
  } catch {
    return [];
  }
}

function isEdit(value: unknown): value is Edit {
  const { from, to } = (value ?? {}) as Partial<Edit>;
  return typeof from === 'string' && typeof to === 'string';
}
