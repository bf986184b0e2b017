import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type CodeCell, type RunResult, readNotebook, writeRun } from 'initlab-kernel';
import { notebookFile } from '../support/notebooks.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** The result of a run whose only cell printed a line. */
function resultOf(path: string): RunResult {
  const [text, notebook] = [read(path), readNotebook(path)];
  const [cell] = notebook.cells as CodeCell[];
  cell.outputs = [{ output_type: 'stream', name: 'stdout', text: 'printed' }];
  return { path, notebook, text, elapsedMs: 1 };
}

const hasOutput = (path: string): boolean => read(path).includes('printed');

describe('writeRun', () => {
  it('writes in place, and returns the path', () => {
    const path = notebookFile('1');
    expect(writeRun(path, resultOf(path))).to.equal(path);
    expect(hasOutput(path)).to.equal(true);
    expect(readdirSync(dirname(path))).to.deep.equal(['lesson.ipynb']);
  });

  it('writes beside a notebook that was edited during the run, each time into a new file', () => {
    const path = notebookFile('1');
    const result = resultOf(path);
    const edited = `${read(path)}\n`;
    writeFileSync(path, edited);
    for (const name of ['lesson-run.ipynb', 'lesson-run-2.ipynb']) {
      expect(writeRun(path, result)).to.equal(join(dirname(path), name));
      expect(hasOutput(join(dirname(path), name))).to.equal(true);
    }
    expect(read(path)).to.equal(edited);
  });

  it('takes an edit that was undone, or the same text saved again, for no edit', () => {
    const path = notebookFile('1');
    const result = resultOf(path);
    writeFileSync(path, 'other');
    writeFileSync(path, result.text);
    expect(writeRun(path, result)).to.equal(path);
  });

  it('writes a notebook that was removed during the run, and into another folder whatever was edited', () => {
    const path = notebookFile('1');
    const result = resultOf(path);
    rmSync(path);
    expect(writeRun(path, result)).to.equal(path);
    writeFileSync(path, 'edited');
    const other = join(dirname(path), 'other.ipynb');
    writeFileSync(other, 'the result of an earlier run');
    expect(writeRun(other, result)).to.equal(other);
    expect(hasOutput(other)).to.equal(true);
    expect(existsSync(join(dirname(path), 'other-run.ipynb'))).to.equal(false);
  });
});
