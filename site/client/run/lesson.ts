import { createOutputCollector } from 'initlab-kernel/outputs';
import { isProgress } from '../../src/figures/withoutProgress.js';
import { type CellState, markEdited, type PageCell, readCells, setState } from './cell.js';
import type { Controls } from './controls.js';
import type { Editor } from './editor.js';
import { createEdits } from './edits.js';
import { downloadNotebook } from './notebook.js';
import { type Action, createRunBar } from './runBar.js';
import { Session } from './session.js';
import { createOutputView } from './showOutputs.js';

/** Length from which the outputs of a cell are cut, because a page must show them. */
const MAX_OUTPUT_CHARACTERS = 10_000_000;

/** The failure that a stopped cell shows, in the words of the kernel. */
const INTERRUPTION = {
  ename: 'KeyboardInterrupt',
  evalue: 'the cell was interrupted',
  traceback: ['KeyboardInterrupt: the cell was interrupted'],
};

/**
 * Makes the cells of the page runnable and editable.
 *
 * @param setUp makes new parts of the page work
 * @param editsKey key under which the reader's edits of this lesson are stored
 */
export function openLesson(setUp: (part: ParentNode) => void, editsKey: string): Controls {
  const cells = readCells();
  const byNumber = new Map(cells.map((cell) => [cell.number, cell]));
  const byId = (id: string): PageCell | undefined => cells.find(({ element }) => element.id === id);
  const editors = new Map<PageCell, Editor>();
  const view = createOutputView(setUp);
  const edits = createEdits(editsKey, cells);
  const bar = createRunBar();
  let collector = createOutputCollector(MAX_OUTPUT_CHARACTERS);
  let dirty = new Set<PageCell>();
  let last: PageCell | undefined;

  const session = new Session(new URL('cells.js', import.meta.url).href, {
    onBegin(number) {
      const cell = byNumber.get(number) as PageCell;
      cell.notebook.outputs = [];
      cell.notebook.execution_count = number;
      last = cell;
      setState(cell, 'running');
      showProgress();
    },
    onOutput(number, message) {
      const cell = byNumber.get(number) as PageCell;
      collector.add(cell.notebook, message);
      if (message.header.msg_type === 'update_display_data') {
        for (const other of cells) if (other.state !== 'committed') refreshSoon(other);
      } else refreshSoon(cell);
    },
    onEnd(number, isOk) {
      const cell = byNumber.get(number) as PageCell;
      cell.notebook.outputs = cell.notebook.outputs.filter((output) => !isProgress(output));
      cell.hasRun = isOk;
      setState(cell, isOk ? 'done' : 'failed');
      refreshSoon(cell);
      if (!isOk) dropWaiting();
      showProgress();
    },
    onCrash(reason) {
      forgetVariables();
      dropWaiting();
      bar.show(`The cells could not be run: ${reason}.`, [{ text: 'Run all', act: () => run(cells) }]);
    },
  });

  /** Shows new outputs with the next frame, because a cell may write many. */
  function refreshSoon(cell: PageCell): void {
    if (dirty.size === 0) requestAnimationFrame(refresh);
    dirty.add(cell);
  }

  function refresh(): void {
    const changed = dirty;
    dirty = new Set();
    for (const cell of changed) {
      // The outputs of the lesson stand until the cell has some of its own, or has none.
      if (cell.state === 'running' && cell.notebook.outputs.length === 0) continue;
      if (cell.state !== 'committed' && cell.state !== 'waiting') view.update(cell);
    }
  }

  function run(chosen: readonly PageCell[]): void {
    const free = chosen.filter(({ number }) => session.running !== number && !session.isWaiting(number));
    for (const cell of free) setState(cell, 'waiting');
    session.run(free.map(({ number, notebook, label }) => ({ cell: number, code: notebook.source, label })));
    showProgress();
  }

  const above = (cell: PageCell): PageCell[] => cells.filter(({ number, hasRun }) => number < cell.number && !hasRun);

  /** Cells that wait are no longer going to run, and show what they have shown before. */
  function dropWaiting(): void {
    for (const cell of cells) {
      if (cell.state !== 'waiting') continue;
      const before: CellState = cell.notebook.execution_count === null ? 'committed' : cell.hasRun ? 'done' : 'failed';
      setState(cell, before);
    }
  }

  function forgetVariables(): void {
    for (const cell of cells) cell.hasRun = false;
    collector = createOutputCollector(MAX_OUTPUT_CHARACTERS);
  }

  function stop(): void {
    const [number] = session.stop();
    const cell = byNumber.get(number ?? 0);
    forgetVariables();
    if (cell) {
      cell.notebook.outputs.push({ output_type: 'error', ...INTERRUPTION });
      setState(cell, 'failed');
      refreshSoon(cell);
    }
    dropWaiting();
    bar.show('Stopped. The variables of all cells are gone.', [
      ...(cell && above(cell).length > 0 ? [{ text: 'Run all above', act: () => run(above(cell)) }] : []),
      reset,
    ]);
  }

  const reset: Action = {
    text: 'Reset',
    act() {
      session.stop();
      forgetVariables();
      for (const cell of cells) {
        cell.notebook.outputs = [];
        cell.notebook.execution_count = null;
        setState(cell, 'committed');
        view.restore(cell);
      }
      bar.show('The page shows the outputs of the lesson again. Your edits are kept.', editActions());
    },
  };

  const download: Action = {
    text: 'Download as notebook',
    act() {
      const link = document.querySelector<HTMLAnchorElement>('.page-tools a[download]');
      downloadNotebook(link?.href ?? '', cells).catch((error: Error) => bar.show(`${error.message}.`, [download]));
    },
  };

  /** Offers to take the edits along, or to throw all of them away. */
  function editActions(): Action[] {
    const isEdited = cells.some(({ notebook, original }) => notebook.source !== original);
    const discard: Action = {
      text: 'Undo all edits',
      act() {
        for (const cell of cells) restore(cell);
        showProgress();
      },
    };
    return [download, ...(isEdited ? [discard] : [])];
  }

  function showProgress(): void {
    const running = byNumber.get(session.running ?? 0);
    if (running) {
      const waiting = cells.filter(({ state }) => state === 'waiting').length;
      const more = waiting === 0 ? '' : `, ${waiting === 1 ? '1 cell waits' : `${waiting} cells wait`}`;
      const first = cells.some(({ hasRun }) => hasRun) ? '' : ' The first run loads the compiler and the library.';
      bar.show(`${running.label} runs${more}.${first}`, [{ text: 'Stop', act: stop }]);
      return;
    }
    const isFailed = last?.state === 'failed';
    const missing = last ? above(last) : [];
    const text = !last ? '' : isFailed ? `${last.label} has failed.` : `${last.label} has run.`;
    const hint = isFailed && missing.length > 0 ? ' Cells above it have not run in this page.' : '';
    bar.show(text + hint, [
      ...(missing.length > 0 && last ? [{ text: 'Run all above', act: () => runAbove(last as PageCell) }] : []),
      ...(session.hasStarted ? [reset] : []),
      ...editActions(),
    ]);
  }

  /** Runs the cells above that have not run, and then the cell if it has failed without them. */
  function runAbove(cell: PageCell): void {
    run([...above(cell), ...(cell.state === 'failed' ? [cell] : [])]);
  }

  function changed(cell: PageCell, source: string): void {
    cell.notebook.source = source;
    markEdited(cell, () => restore(cell));
    edits.save();
    if (session.running === undefined) showProgress();
  }

  function restore(cell: PageCell): void {
    changed(cell, cell.original);
    editors.get(cell)?.replace(cell.original);
  }

  async function edit(cell: PageCell, isFocused: boolean): Promise<void> {
    const { openEditor } = await import('./editor.js');
    const editor =
      editors.get(cell) ??
      openEditor(cell.element.querySelector('.code pre') as HTMLElement, {
        source: cell.notebook.source,
        label: `Code of ${cell.label}`,
        onChange: (source) => changed(cell, source),
        onRun: () => runAndAdvance(cell),
        onLeave: () => cell.element.querySelector<HTMLElement>('button.edit')?.focus(),
      });
    editors.set(cell, editor);
    cell.element.querySelector('.folded')?.classList.remove('folded');
    if (isFocused) editor.focus();
  }

  function runAndAdvance(cell: PageCell): void {
    run([cell]);
    const next = cells[cells.indexOf(cell) + 1];
    const editor = next && editors.get(next);
    if (editor) editor.focus();
    else next?.element.querySelector<HTMLElement>('button.run')?.focus();
  }

  for (const cell of edits.apply()) {
    markEdited(cell, () => restore(cell));
    void edit(cell, false);
  }
  if (cells.some(({ notebook, original }) => notebook.source !== original)) showProgress();

  const onCell =
    (act: (cell: PageCell) => void) =>
    (id: string): void => {
      const cell = byId(id);
      if (cell) act(cell);
    };
  return {
    run: onCell((cell) => run([cell])),
    runAndAdvance: onCell(runAndAdvance),
    runAll: () => run(cells),
    edit: onCell((cell) => void edit(cell, true)),
  };
}
