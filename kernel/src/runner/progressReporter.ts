import type { Notebook, Output } from '../notebook/types.js';
import type { Progress, RunResult } from './types.js';

/** Milliseconds between two drawings of the live line. */
const interval = 200;

/** Tells a person how a run goes. */
export interface ProgressReporter {
  onProgress(progress: Progress): void;
  onResult(result: RunResult): void;
  /** To be called at the end: takes the live line away. */
  done(): void;
}

/**
 * Shows progress on a stream: one live line on a terminal, plain lines elsewhere.
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
      if (progress.phase === 'running') stream.write(`${progressText(progress, progress.elapsedMs)}\n`);
    },
    onResult: (result) => stream.write(`${resultText(result)}\n`),
    done() {},
  };
}

function liveReporter(stream: NodeJS.WriteStream): ProgressReporter {
  const running = new Map<string, { progress: Progress; since: number }>();
  const timer = setInterval(draw, interval);
  timer.unref();

  function draw(): void {
    const now = performance.now();
    const texts = [...running.values()].map(({ progress, since }) =>
      progressText(progress, progress.elapsedMs + now - since),
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
      stream.write(`\r\x1b[2K${resultText(result)}\n`);
      draw();
    },
    done() {
      clearInterval(timer);
      stream.write('\r\x1b[2K');
    },
  };
}

function progressText({ notebook, cell, cells }: Progress, elapsedMs: number): string {
  const where = cell === 0 ? 'starting' : `cell ${cell} of ${cells}`;
  return `${notebook}  ${where}  ${seconds(elapsedMs)}`;
}

function resultText({ path, notebook, failure, elapsedMs }: RunResult): string {
  const outcome = failure?.kind === 'interrupted' ? 'stopped' : failure ? 'failed' : 'ok';
  const text = `${outcome.padEnd(7)}  ${path}  ${seconds(elapsedMs)}`;
  // Errors that were allowed: the run goes on, but nobody should take it for one without.
  const errors = failure ? 0 : countErrors(notebook);
  return errors === 0 ? text : `${text}, ${errors} ${errors === 1 ? 'cell' : 'cells'} with an error`;
}

function countErrors({ cells }: Notebook): number {
  const ofError = (output: Output): boolean => output.output_type === 'error';
  return cells.filter((cell) => cell.cell_type === 'code' && cell.outputs.some(ofError)).length;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
