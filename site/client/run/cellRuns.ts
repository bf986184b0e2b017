import { createOutputCollector } from 'initlab-kernel/outputs';
import { isProgress } from '../../src/figures/withoutProgress.js';
import { type CellState, type PageCell, setState } from './cell.js';
import { Session } from './session.js';
import type { OutputView } from './showOutputs.js';

/** Length from which the outputs of a cell are cut, because a page must show them. */
const MAX_OUTPUT_CHARACTERS = 10_000_000;

/** The failure that a stopped cell shows, in the words of the kernel. */
const INTERRUPTION = {
  ename: 'KeyboardInterrupt',
  evalue: 'the cell was interrupted',
  traceback: ['KeyboardInterrupt: the cell was interrupted'],
};

/** Runs of the cells of the page, which share their variables until these are forgotten. */
export interface CellRuns {
  /** Cell that runs now. */
  readonly running: PageCell | undefined;
  /** Cell that began to run last. */
  readonly last: PageCell | undefined;
  /** Whether a worker holds variables of cells. */
  readonly hasStarted: boolean;
  /** Runs cells one after another, except those that run or wait already. */
  run(chosen: readonly PageCell[]): void;
  /** Lists the cells above a cell that have not run. */
  listAbove(cell: PageCell): PageCell[];
  /** Ends the running cell, and with it all variables. */
  stop(): void;
  /** Ends what runs, forgets all variables, and shows the outputs of the lesson again. */
  reset(): void;
}

export interface CellRunsListener {
  /** A cell began or ended. */
  onProgress(): void;
  /** A cell has run, or has failed; its outputs are complete. */
  onEnd(cell: PageCell): void;
  /** The worker could not be started, or has crashed. */
  onCrash(reason: string): void;
}

/** Lets the cells run in a worker, and shows their states and outputs. */
export function createCellRuns(cells: readonly PageCell[], view: OutputView, listener: CellRunsListener): CellRuns {
  const byNumber = new Map(cells.map((cell) => [cell.number, cell]));
  let collector = createOutputCollector(MAX_OUTPUT_CHARACTERS);
  let last: PageCell | undefined;

  const session = new Session(new URL('cells.js', import.meta.url).href, {
    onBegin(number) {
      const cell = byNumber.get(number) as PageCell;
      cell.notebook.outputs = [];
      cell.notebook.execution_count = number;
      last = cell;
      setState(cell, 'running');
      listener.onProgress();
    },
    onOutput(number, message) {
      const cell = byNumber.get(number) as PageCell;
      collector.add(cell.notebook, message);
      if (message.header.msg_type !== 'update_display_data') return view.updateSoon(cell);
      for (const other of cells) if (other.state !== 'committed') view.updateSoon(other);
    },
    onEnd(number, isOk) {
      const cell = byNumber.get(number) as PageCell;
      cell.notebook.outputs = cell.notebook.outputs.filter((output) => !isProgress(output));
      cell.hasRun = isOk;
      setState(cell, isOk ? 'done' : 'failed');
      view.updateSoon(cell);
      if (!isOk) dropWaiting();
      listener.onEnd(cell);
      listener.onProgress();
    },
    onCrash(reason) {
      forgetVariables();
      dropWaiting();
      listener.onCrash(reason);
    },
  });

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

  return {
    get running() {
      return byNumber.get(session.running ?? 0);
    },
    get last() {
      return last;
    },
    get hasStarted() {
      return session.hasStarted;
    },
    run(chosen) {
      const free = chosen.filter(({ number }) => session.running !== number && !session.isWaiting(number));
      for (const cell of free) setState(cell, 'waiting');
      session.run(free.map(({ number, notebook, label }) => ({ cell: number, code: notebook.source, label })));
      listener.onProgress();
    },
    listAbove: (cell) => cells.filter(({ number, hasRun }) => number < cell.number && !hasRun),
    stop() {
      const [number] = session.stop();
      const cell = byNumber.get(number ?? 0);
      forgetVariables();
      if (cell) {
        cell.notebook.outputs.push({ output_type: 'error', ...INTERRUPTION });
        setState(cell, 'failed');
        view.updateSoon(cell);
      }
      dropWaiting();
    },
    reset() {
      session.stop();
      forgetVariables();
      last = undefined;
      for (const cell of cells) {
        cell.notebook.outputs = [];
        cell.notebook.execution_count = null;
        setState(cell, 'committed');
        view.restore(cell);
      }
    },
  };
}
