import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cell, NotebookError, type Progress, runNotebook, writeNotebook } from 'initlab-kernel';
import { isAlive } from '../support/files.js';
import { expectNbformat } from '../support/nbformatRules.js';
import { codeCell, notebookFile, notebookOf, writePid } from '../support/notebooks.js';
import { countsOf, outputsOf, readKernelPid, withNodeOptions } from '../support/runs.js';

const text = (cell: Cell): Cell =>
  ({ ...cell, execution_count: 9, outputs: [{ output_type: 'stream', name: 'stdout', text: 'old' }] }) as Cell;

describe('runNotebook', function () {
  this.timeout(60_000);

  it('runs the code cells in order and collects their output', async () => {
    const path = notebookFile(
      writePid,
      { cell_type: 'markdown', metadata: {}, source: '# Title' },
      'const a: number = 2;\nconsole.log("first");\nconsole.log("second");\na + 1',
      codeCell('  \n'),
      text(codeCell('a * 10')),
    );
    const before = readFileSync(path, 'utf8');
    const progress: Progress[] = [];
    const result = await runNotebook(path, { onProgress: (step) => progress.push(step) });

    expect(result).to.not.have.property('failure');
    expect(result).to.have.property('path', path);
    expect(countsOf(result)).to.deep.equal([1, 'markdown', 2, null, 3]);
    expect(outputsOf(result, 2)).to.deep.equal([
      { output_type: 'stream', name: 'stdout', text: 'first\nsecond\n' },
      { output_type: 'execute_result', data: { 'text/plain': '3' }, metadata: {}, execution_count: 2 },
    ]);
    expect(outputsOf(result, 4)).to.have.length(1);
    expect(progress.map(({ phase, cell, cells }) => [phase, cell, cells])).to.deep.equal([
      ['starting', 0, 3],
      ['running', 1, 3],
      ['running', 2, 3],
      ['running', 3, 3],
      ['done', 3, 3],
    ]);
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(isAlive(await readKernelPid(path))).to.equal(false);

    const target = join(dirname(path), 'out.ipynb');
    writeNotebook(target, result.notebook);
    expectNbformat(JSON.parse(readFileSync(target, 'utf8')));
  });

  it('ends at a cell that throws, shows its error, and leaves later cells empty', async () => {
    const path = notebookFile(
      writePid,
      'const list: number[] = [];\n\nlist[0].toFixed(2);',
      text(codeCell('console.log("not run")')),
    );
    const result = await runNotebook(path);
    expect(result.failure).to.deep.include({
      notebook: path,
      cell: 2,
      line: 3,
      kind: 'error',
      ename: 'TypeError',
      evalue: "Cannot read properties of undefined (reading 'toFixed')",
    });
    expect(outputsOf(result, 1)[0]).to.include({ output_type: 'error', ename: 'TypeError' });
    expect(outputsOf(result, 2)).to.deep.equal([]);
    expect(countsOf(result)).to.deep.equal([1, 2, null]);
    expect(isAlive(await readKernelPid(path))).to.equal(false);
  });

  it('continues after every error if allowErrors is set', async () => {
    const path = notebookFile('throw new Error("one")', 'void Promise.reject(1);', '2');
    const result = await runNotebook(path, { allowErrors: true });
    expect(result).to.not.have.property('failure');
    expect(outputsOf(result, 0)[0]).to.include({ output_type: 'error' });
    expect(outputsOf(result, 2)).to.have.length(1);
  });

  it('runs in the folder of the notebook, and updates displays in place from a later cell', async () => {
    const path = notebookFile(
      "import * as tslab from 'tslab';\nconst place = tslab.newDisplay();\nplace.text('0 %');",
      "import { readFileSync } from 'node:fs';\nplace.text(readFileSync('beside.txt', 'utf8'));",
    );
    writeFileSync(join(dirname(path), 'beside.txt'), '100 %');
    const result = await runNotebook(path);
    expect(outputsOf(result, 0)).to.deep.equal([
      { output_type: 'display_data', data: { 'text/plain': '100 %' }, metadata: {} },
    ]);
    expect(outputsOf(result, 1)).to.deep.equal([]);
  });

  it('starts no kernel for a notebook without code', async () => {
    const path = notebookFile({ cell_type: 'markdown', metadata: {}, source: '# Title' });
    const result = await withNodeOptions('--no-such-option', () => runNotebook(path));
    expect(result).to.not.have.property('failure');
    expect(countsOf(result)).to.deep.equal(['markdown']);
  });

  it('rejects a notebook in another language', async () => {
    const path = notebookFile('1');
    const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
    writeFileSync(path, JSON.stringify({ ...notebookOf('1'), metadata: { kernelspec } }));
    const error = await runNotebook(path).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(NotebookError);
    expect((error as Error).message).to.equal(`${path}: is a notebook in python; only TypeScript notebooks can be run`);
  });
});
