import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { type CodeCell, type Progress, progressReporter, type RunResult } from 'initlab-kernel';
import { notebookOf } from '../support/notebooks.js';

const step: Progress = { notebook: 'a.ipynb', cell: 2, cells: 5, elapsedMs: 1234, phase: 'running' };
const result: Omit<RunResult, 'text'> = { path: 'a.ipynb', notebook: notebookOf(), elapsedMs: 2000 };
const stopped: Omit<RunResult, 'text'> = {
  ...result,
  failure: { notebook: 'a.ipynb', cell: 1, kind: 'interrupted', ename: '', evalue: '', traceback: [] },
};

function streamWith(properties: object): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = Object.assign(new PassThrough(), properties);
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '') };
}

describe('progressReporter', () => {
  it('writes plain lines if the stream is not a terminal', () => {
    const { stream, text } = streamWith({ isTTY: false });
    const reporter = progressReporter(stream);
    reporter.onProgress({ ...step, phase: 'starting', cell: 0 });
    reporter.onProgress(step);
    reporter.onResult(result);
    reporter.onResult(stopped);
    reporter.done();
    expect(text()).to.equal('a.ipynb  cell 2 of 5  1.2 s\nok       a.ipynb  2.0 s\nstopped  a.ipynb  2.0 s\n');
  });

  it('reports how many cells failed if errors are allowed', () => {
    const { stream, text } = streamWith({ isTTY: false });
    const notebook = notebookOf('1', 'throw 1', 'throw 2');
    for (const cell of notebook.cells.slice(1) as CodeCell[])
      cell.outputs = [{ output_type: 'error', ename: 'Thrown', evalue: '1', traceback: [] }];
    progressReporter(stream).onResult({ ...result, notebook });
    expect(text()).to.equal('ok       a.ipynb  2.0 s, 2 cells with an error\n');
  });

  it('updates one line on a terminal, no wider than the terminal', () => {
    const { stream, text } = streamWith({ isTTY: true, columns: 20 });
    const reporter = progressReporter(stream);
    reporter.onProgress(step);
    expect(text()).to.equal('\r\x1b[2Ka.ipynb  cell 2 of ');
    reporter.onProgress({ ...step, phase: 'done' });
    reporter.onResult(result);
    reporter.done();
    expect(text()).to.equal('\r\x1b[2K\r\x1b[2Kok       a.ipynb  2.0 s\n\r\x1b[2K\r\x1b[2K');
  });
});
