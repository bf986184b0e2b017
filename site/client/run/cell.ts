import type { CodeCell } from 'initlab-kernel';
import { makeButton } from './button.js';

/** State of a cell: as the lesson has it, or as its run goes. */
export type CellState = 'committed' | 'waiting' | 'running' | 'done' | 'failed';

const STATE_WORDS: Record<CellState, string> = {
  committed: '',
  waiting: 'waiting',
  running: 'running…',
  done: 'run in this page',
  failed: 'failed',
};

/** A cell of the page, with the code and the outputs that it has now. */
export interface PageCell {
  readonly number: number;
  readonly label: string;
  readonly element: HTMLElement;
  /** The code of the lesson, before the reader's edits. */
  readonly original: string;
  /** The part of the notebook that the cell is, with what it shows. */
  readonly notebook: CodeCell;
  /** The outputs of the lesson, which stand here until the cell is run. */
  readonly committed: readonly ChildNode[];
  state: CellState;
  /** Whether the cell has run since the worker was started. */
  hasRun: boolean;
}

/** Reads the cells of the page. */
export function readCells(): PageCell[] {
  return [...document.querySelectorAll<HTMLElement>('.cell[id]')].map((element) => {
    const code = element.querySelector('.code') as HTMLElement;
    const source = (code.querySelector('code')?.textContent ?? '').replace(/\n$/, '');
    const committed = [...element.childNodes].filter((node) => node !== code);
    return {
      number: Number(element.id.replace('in-', '')),
      label: element.querySelector('.code-label')?.textContent ?? '',
      element,
      original: source,
      notebook: { cell_type: 'code', metadata: {}, source, outputs: [], execution_count: null },
      committed,
      state: 'committed',
      hasRun: false,
    };
  });
}

/** Shows the state of a cell beside its label. */
export function setState(cell: PageCell, state: CellState): void {
  cell.state = state;
  cell.element.dataset.run = state;
  partOf(cell, 'cell-state').textContent = STATE_WORDS[state];
}

/** Marks a cell whose code is not that of the lesson, and offers to restore it. */
export function markEdited(cell: PageCell, onRestore: () => void): void {
  const isEdited = cell.notebook.source !== cell.original;
  cell.element.toggleAttribute('data-edited', isEdited);
  partOf(cell, 'cell-edited').textContent = isEdited ? 'edited' : '';
  const bar = cell.element.querySelector('.code-bar') as HTMLElement;
  const button = bar.querySelector('.restore');
  if (!isEdited) button?.remove();
  if (!isEdited || button) return;
  const restore = makeButton('restore', 'Undo edits', cell.label);
  restore.addEventListener('click', onRestore);
  // Beside the label: the buttons at the right stay where a reader expects them.
  bar.querySelector('.code-label')?.after(restore);
}

/** Finds a word beside the label of the cell, or makes room for it. */
function partOf({ element }: PageCell, name: string): HTMLElement {
  const found = element.querySelector<HTMLElement>(`.${name}`);
  if (found) return found;
  const part = Object.assign(document.createElement('span'), { className: name });
  element.querySelector('.code-label')?.append(part);
  return part;
}
