import type { CellCode } from '../../worker/language/messages.js';
import { markEdited, type PageCell } from './cell.js';
import type { Editor } from './editor.js';
import { createEdits } from './edits.js';
import { createLanguage } from './language/language.js';

/** Changes that the reader makes to the code of the cells. */
export interface Editing {
  /** Whether a cell has code that is not that of the lesson. */
  readonly isEdited: boolean;
  /** Opens the editor of a cell. */
  open(cell: PageCell): Promise<void>;
  /** Moves the focus into the editor of a cell, if it is open. */
  focus(cell: PageCell): boolean;
  /** Gives all cells the code of the lesson again. */
  restoreAll(): void;
}

export interface EditingListener {
  onChange(): void;
  /** The reader runs the cell from its editor, and stays there. */
  onRun(cell: PageCell): void;
  /** The reader runs the cell from its editor, and goes on to the next one. */
  onRunAndAdvance(cell: PageCell): void;
}

/**
 * Lets the reader edit the cells, and applies the edits that this browser keeps.
 *
 * @param key key under which the edits of this lesson are stored
 */
export function createEditing(cells: readonly PageCell[], key: string, listener: EditingListener): Editing {
  const editors = new Map<PageCell, Editor>();
  const edits = createEdits(key, cells);
  const language = createLanguage(new URL('language.js', import.meta.url).href);

  function change(cell: PageCell, source: string): void {
    cell.notebook.source = source;
    markEdited(cell, () => restore(cell));
    edits.save();
    listener.onChange();
    recheckOthers(cell);
  }

  /** Checks the types of the cells whose editors are open, except one. */
  function recheckOthers(changed?: PageCell): void {
    for (const [cell, editor] of editors) if (cell !== changed) editor.recheck();
  }

  /** Lists the cells whose names a cell can use, and the cell itself with its present code. */
  function listUpTo(cell: PageCell, code: string): CellCode[] {
    const before = cells.slice(0, cells.indexOf(cell));
    return [...before.map(({ notebook, label }) => ({ code: notebook.source, label })), { code, label: cell.label }];
  }

  function restore(cell: PageCell): void {
    change(cell, cell.original);
    const editor = editors.get(cell);
    editor?.replace(cell.original);
    editor?.focus();
  }

  async function show(cell: PageCell): Promise<Editor> {
    const { openEditor } = await import('./editor.js');
    const editor =
      editors.get(cell) ??
      openEditor(cell.element.querySelector('.code pre') as HTMLElement, {
        source: cell.notebook.source,
        label: `Code of ${cell.label}`,
        language,
        listCells: (code) => listUpTo(cell, code),
        onLanguageStart: recheckOthers,
        onChange: (source) => change(cell, source),
        onRun: () => listener.onRun(cell),
        onRunAndAdvance: () => listener.onRunAndAdvance(cell),
        onLeave: () => cell.element.querySelector<HTMLElement>('button.edit')?.focus(),
      });
    editors.set(cell, editor);
    cell.element.querySelector('.folded')?.classList.remove('folded');
    return editor;
  }

  for (const cell of edits.apply()) {
    markEdited(cell, () => restore(cell));
    void show(cell);
  }
  return {
    get isEdited() {
      return cells.some(({ notebook, original }) => notebook.source !== original);
    },
    open: async (cell) => (await show(cell)).focus(),
    focus(cell) {
      const editor = editors.get(cell);
      editor?.focus();
      return editor !== undefined;
    },
    restoreAll() {
      for (const cell of cells) if (cell.notebook.source !== cell.original) restore(cell);
    },
  };
}
