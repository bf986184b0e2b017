import type { Notebook, Output } from '../notebook/types.js';
import type { Progress, RunResult } from './types.js';

/** Time between two updates of the live line. */
const REDRAW_INTERVAL_MS = 200;

/** The part of a result that a reporter shows. */
type EndOfRun = Omit<RunResult, 'text'>;

/** Shows the progress of a run. */
export interface ProgressReporter {
  onProgress(progress: Progress): void;
  onResult(result: EndOfRun): void;
  /** Removes the live line. Call it at the end. */
  done(): void;
}

/**
 * Creates a reporter on a stream: one live line on a terminal, plain lines elsewhere.
 *
 * @example
 * const reporter = progressReporter(process.stderr);
 * await runNotebooks(paths, reporter);
 * reporter.done();
 */
export function progressReporter(stream: NodeJS.WriteStream): ProgressReporter {
  return stream.isTTY ? liveReporter(stream) : plainReporter(stream);
}

function plainReporter(stream: NodeJS.WriteStream): ProgressReporter {
  return {
    onProgress(progress) {
      if (progress.phase === 'running') stream.write(`${formatProgress(progress, progress.elapsedMs)}\n`);
    },
    onResult: (result) => stream.write(`${formatResult(result)}\n`),
    done() {},
  };
}

function liveReporter(stream: NodeJS.WriteStream): ProgressReporter {
  const running = new Map<string, { progress: Progress; since: number }>();
  const timer = setInterval(draw, REDRAW_INTERVAL_MS);
  timer.unref();

  function draw(): void {
    const now = performance.now();
    const texts = [...running.values()].map(({ progress, since }) =>
      formatProgress(progress, progress.elapsedMs + now - since),
    );
    stream.write(`\r\x1b[2K${texts.join(' | ').slice(0, (stream.columns ?? 80) - 1)}`);
  }

  return {
    onProgress(progress) {
      if (progress.phase === 'starting' || progress.phase === 'running') {
        running.set(progress.notebook, { progress, since: performance.now() });
      } else {
        running.delete(progress.notebook);
      }
      draw();
    },
    onResult(result) {
      stream.write(`\r\x1b[2K${formatResult(result)}\n`);
      draw();
    },
    done() {
      clearInterval(timer);
      stream.write('\r\x1b[2K');
    },
  };
}

function formatProgress({ notebook, cell, cells }: Progress, elapsedMs: number): string {
  const where = cell === 0 ? 'starting' : `cell ${cell} of ${cells}`;
  return `${notebook}  ${where}  ${formatSeconds(elapsedMs)}`;
}

function formatResult({ path, notebook, failure, elapsedMs }: EndOfRun): string {
  const outcome = failure?.kind === 'interrupted' ? 'stopped' : failure ? 'failed' : 'ok';
  const text = `${outcome.padEnd(7)}  ${path}  ${formatSeconds(elapsedMs)}`;
  // A run with allowed errors ends well, but it should not look like a run without errors.
  const errors = failure ? 0 : countErrors(notebook);
  return errors === 0 ? text : `${text}, ${errors} ${errors === 1 ? 'cell' : 'cells'} with an error`;
}

function countErrors({ cells }: Notebook): number {
  const isError = (output: Output): boolean => output.output_type === 'error';
  return cells.filter((cell) => cell.cell_type === 'code' && cell.outputs.some(isError)).length;
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
