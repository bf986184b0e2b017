import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import ts from 'typescript';
import { findLessons } from '../../../site/src/lessons/files.js';
import { collectDeclarations } from '../../../site/src/run/declarations.js';
import { createCellChecker } from '../../../site/worker/language/cellChecker.js';
import type { CellError } from '../../../site/worker/language/messages.js';
import { createAnswers } from '../../../site/worker/language/questions.js';

describe('the types of the lessons in a page', function () {
  this.timeout(600_000);

  it('are right, as in the kernel', () => {
    const answer = createAnswers(ts, createCellChecker(ts, collectDeclarations()));
    const found: string[] = [];
    for (const { path } of findLessons()) {
      const codes = readNotebook(path).cells.flatMap(({ cell_type, source }) => (cell_type === 'code' ? [source] : []));
      const cells = codes.map((code, i) => ({ code, label: `In [${i + 1}]` }));
      for (const [i, { label }] of cells.entries()) {
        const errors = answer({ id: 0, kind: 'errors', cells: cells.slice(0, i + 1), position: 0 }) as CellError[];
        found.push(...errors.map(({ message }) => `${path}, ${label}: ${message}`));
      }
    }
    expect(found).to.deep.equal([]);
  });
});
