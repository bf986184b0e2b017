import { noteSolved } from './answers.js';
import { type PageCell, readCells } from './cell.js';
import { createCellRuns } from './cellRuns.js';
import type { Controls } from './controls.js';
import { createEditing } from './editing.js';
import { downloadNotebook } from './notebook.js';
import { type Action, createRunBar } from './runBar.js';
import { createOutputView } from './showOutputs.js';

/**
 * Makes the cells of the page runnable and editable, and says in a bar how that is going.
 *
 * @param setUp makes new parts of the page work
 * @param editsKey key under which the reader's edits of this lesson are stored
 */
export function openLesson(setUp: (part: ParentNode) => void, editsKey: string): Controls {
  const cells = readCells();
  const bar = createRunBar();
  const runs = createCellRuns(cells, createOutputView(setUp), {
    onProgress: showProgress,
    onEnd: ({ notebook }) => noteSolved(notebook.outputs),
    onCrash(reason) {
      bar.show(`The cells could not be run: ${reason}.`, [{ text: 'Run all', act: () => runs.run(cells) }]);
    },
  });
  const editing = createEditing(cells, editsKey, {
    onChange() {
      if (runs.running === undefined) showProgress();
    },
    onRun: (cell) => runs.run([cell]),
    onRunAndAdvance: runAndAdvance,
  });

  const stop: Action = {
    text: 'Stop',
    act() {
      const stopped = runs.running;
      runs.stop();
      const above = stopped ? runs.listAbove(stopped) : [];
      bar.show('Stopped. The variables of all cells are gone.', [
        ...(above.length > 0 ? [{ text: 'Run all above', act: () => runs.run(above) }] : []),
        reset,
      ]);
    },
  };

  const reset: Action = {
    text: 'Reset',
    act() {
      runs.reset();
      showStateOfLesson();
      bar.show('The page shows the outputs of the lesson again. Your edits are kept.', listEditActions());
    },
  };

  const download: Action = {
    text: 'Download as notebook',
    act() {
      const link = document.querySelector<HTMLAnchorElement>('.page-tools a[download]');
      downloadNotebook(link?.href ?? '', cells).catch((error: Error) => bar.show(`${error.message}.`, [download]));
    },
  };

  const discard: Action = {
    text: 'Undo all edits',
    act() {
      editing.restoreAll();
      showProgress();
    },
  };

  /** Offers to take the edits along, or to throw all of them away. */
  function listEditActions(): Action[] {
    return [download, ...(editing.isEdited ? [discard] : [])];
  }

  /** Hides the line at the top while the page shows outputs of the reader's own runs. */
  function showStateOfLesson(): void {
    const areOwn = cells.some(({ state }) => state !== 'committed');
    document.querySelector('article .run-state')?.toggleAttribute('hidden', areOwn);
  }

  function showProgress(): void {
    const { running, last } = runs;
    showStateOfLesson();
    if (running) {
      const waiting = cells.filter(({ state }) => state === 'waiting').length;
      const more = waiting === 0 ? '' : `, ${waiting === 1 ? '1 cell waits' : `${waiting} cells wait`}`;
      const first = cells.some(({ hasRun }) => hasRun) ? '' : ' The first run loads the compiler and the library.';
      bar.show(`${running.label} runs${more}.${first}`, [stop]);
      return;
    }
    const isFailed = last?.state === 'failed';
    const missing = last ? runs.listAbove(last) : [];
    const text = !last ? '' : isFailed ? `${last.label} has failed.` : `${last.label} has run.`;
    const hint = isFailed && missing.length > 0 ? ' Cells above it have not run in this page.' : '';
    bar.show(text + hint, [
      ...(missing.length > 0 && last ? [{ text: 'Run all above', act: () => runAbove(last) }] : []),
      ...(runs.hasStarted ? [reset] : []),
      ...listEditActions(),
    ]);
  }

  /** Runs the cells above that have not run, and then the cell if it has failed without them. */
  function runAbove(cell: PageCell): void {
    runs.run([...runs.listAbove(cell), ...(cell.state === 'failed' ? [cell] : [])]);
  }

  function runAndAdvance(cell: PageCell): void {
    runs.run([cell]);
    const next = cells[cells.indexOf(cell) + 1];
    if (next && !editing.focus(next)) next.element.querySelector<HTMLElement>('button.run')?.focus();
  }

  if (editing.isEdited) showProgress();

  const onCell =
    (act: (cell: PageCell) => void) =>
    (id: string): void => {
      const cell = cells.find(({ element }) => element.id === id);
      if (cell) act(cell);
    };
  return {
    run: onCell((cell) => runs.run([cell])),
    runAndAdvance: onCell(runAndAdvance),
    runAll: () => runs.run(cells),
    edit: onCell((cell) => void editing.open(cell)),
  };
}
