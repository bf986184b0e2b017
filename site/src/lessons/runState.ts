import type { CellFailure, Notebook } from 'initlab-kernel';
import { withoutProgress } from '../figures/withoutProgress.js';
import { differences } from './differences.js';
import type { Lesson } from './lesson.js';

/** Progress of the run of a lesson behind its page. */
export type RunState =
  /** The page shows the outputs in the committed file; this start does not run the lesson. */
  | { kind: 'committed' }
  /** The lesson will run. `reason` says what comes before it. */
  | { kind: 'waiting'; reason: string }
  | { kind: 'running'; cell: number; cells: number }
  /** The lesson has run. Its file has no outputs to compare with. */
  | { kind: 'run' }
  /** The reference of the library, which is made like a run, can be read. */
  | { kind: 'ready' }
  /** The run had the committed outputs. */
  | { kind: 'reproduced' }
  /** The run had other outputs, which the page shows. */
  | { kind: 'different'; differences: readonly string[] }
  | { kind: 'failed'; failure: CellFailure };

/** Compares a lesson that has run with its committed file. */
export function stateAfterRun(committed: Notebook, { notebook, failure }: Lesson): RunState {
  if (failure !== undefined) return { kind: 'failed', failure };
  if (!committed.cells.some((cell) => cell.cell_type === 'code' && cell.outputs.length > 0)) return { kind: 'run' };
  const found = differences(committed, withoutProgress(notebook));
  return found.length === 0 ? { kind: 'reproduced' } : { kind: 'different', differences: found };
}

const AS_COMMITTED = 'Outputs as committed';

/** Describes the state of a lesson in one line for its page. */
export function describeState(state: RunState): string {
  switch (state.kind) {
    case 'committed':
      return AS_COMMITTED;
    case 'waiting':
      return `${AS_COMMITTED} · ${state.reason}`;
    case 'running': {
      const where = state.cell === 0 ? 'starting' : `cell ${state.cell} of ${state.cells}`;
      return `${AS_COMMITTED} · running on this machine, ${where}`;
    }
    case 'ready':
      return 'Ready';
    case 'run':
      return 'Run on this machine';
    case 'reproduced':
      return 'Reproduced on this machine';
    case 'different':
      return `Run on this machine, with other outputs than committed: ${listed(state.differences)}`;
    case 'failed': {
      const { cell } = state.failure;
      return `Failed on this machine ${cell === 0 ? 'before its first cell' : `at In [${cell}]`}`;
    }
  }
}

/** Longest text of one difference on a page. The terminal shows the whole text. */
const LONGEST = 160;

function listed([first, ...others]: readonly string[]): string {
  const text = first.length > LONGEST ? `${first.slice(0, LONGEST)}…` : first;
  return others.length === 0 ? text : `${text}, and in ${others.length} more ${others.length === 1 ? 'cell' : 'cells'}`;
}
