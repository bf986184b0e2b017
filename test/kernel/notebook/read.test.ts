import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NotebookError, readNotebook } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';
import { notebookOf } from '../support/notebooks.js';

function fileOf(content: unknown): string {
  const path = join(temporaryFolder(), 'n.ipynb');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Returns the error message for a notebook with this second cell. */
function messageFor(cell: unknown): string {
  const path = fileOf({ ...notebookOf('1'), cells: [notebookOf('1').cells[0], cell] });
  try {
    readNotebook(path);
  } catch (error) {
    expect(error).to.be.instanceOf(NotebookError).and.to.have.property('path', path);
    return (error as Error).message.replace(path, 'n.ipynb');
  }
  throw new Error('the notebook was read');
}

describe('readNotebook', () => {
  it('joins the lines of sources, streams, texts and attachments', () => {
    const cells = [
      {
        cell_type: 'markdown',
        id: 'a',
        metadata: {},
        source: ['# A\n', 'b'],
        attachments: { 'x.png': { 'image/png': ['AA', 'BB'] } },
      },
      {
        cell_type: 'code',
        id: 'b',
        metadata: { tags: ['t'] },
        execution_count: 1,
        source: ['1\n', '2'],
        outputs: [
          { output_type: 'stream', name: 'stdout', text: ['x\n', 'y\n'] },
          {
            output_type: 'display_data',
            metadata: {},
            data: { 'text/html': ['<p>\n', '</p>'], 'application/x+json': ['a', 'b'] },
          },
        ],
      },
    ];
    const notebook = readNotebook(fileOf({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
    expect(notebook.cells).to.deep.equal([
      { ...cells[0], source: '# A\nb', attachments: { 'x.png': { 'image/png': 'AABB' } } },
      {
        ...cells[1],
        source: '1\n2',
        outputs: [
          { output_type: 'stream', name: 'stdout', text: 'x\ny\n' },
          {
            output_type: 'display_data',
            metadata: {},
            data: { 'text/html': '<p>\n</p>', 'application/x+json': ['a', 'b'] },
          },
        ],
      },
    ]);
  });

  it('reports a path that does not exist or is a folder', () => {
    const folder = temporaryFolder();
    expect(() => readNotebook(join(folder, 'none.ipynb'))).to.throw(NotebookError, 'none.ipynb: no such file');
    mkdirSync(join(folder, 'folder.ipynb'));
    expect(() => readNotebook(join(folder, 'folder.ipynb'))).to.throw(NotebookError, 'is a folder');
  });

  it('reports where a file stops being JSON', () => {
    expect(() => readNotebook(fileOf('{\n "cells": [,]\n}'))).to.throw(
      NotebookError,
      'not JSON: the error begins at line 2, column 12',
    );
    expect(() => readNotebook(fileOf('{"cells": ['))).to.throw(
      NotebookError,
      'not JSON: the error begins at line 1, column 12',
    );
    expect(() => readNotebook(fileOf(''))).to.throw(NotebookError, 'not JSON: the error begins at line 1, column 1');
  });

  it('reports a file that is not a notebook of nbformat 4', () => {
    expect(() => readNotebook(fileOf([]))).to.throw(NotebookError, 'no JSON object');
    expect(() => readNotebook(fileOf({}))).to.throw(NotebookError, 'has no "nbformat"');
    expect(() => readNotebook(fileOf({ nbformat: 3 }))).to.throw(NotebookError, 'nbformat 3; only nbformat 4');
    const noCells = { nbformat: 4, nbformat_minor: 5, metadata: {} };
    expect(() => readNotebook(fileOf(noCells))).to.throw(NotebookError, '"cells" must be a list');
  });

  it('reports which cell is malformed, and how', () => {
    const code = notebookOf('1').cells[0];
    const cases: [unknown, string][] = [
      [null, 'a cell must be an object'],
      [{ ...code, cell_type: 'heading' }, '"cell_type" must be "code", "markdown" or "raw", not "heading"'],
      [{ ...code, source: 1 }, '"source" must be a string or a list of strings'],
      [{ ...code, metadata: undefined }, '"metadata" must be an object'],
      [{ ...code, outputs: undefined }, '"outputs" must be a list'],
      [{ ...code, id: 'with space' }, '"id" must be 1 to 64 letters, digits, "-" or "_"'],
      [{ ...code, execution_count: '1' }, '"execution_count" must be a whole number or null'],
      [{ ...code, outputs: [{ output_type: 'pyout' }] }, 'output 1: unknown "output_type" "pyout"'],
      [
        { ...code, outputs: [{ output_type: 'stream', name: 'stdin', text: '' }] },
        'output 1: "name" of a stream must be',
      ],
    ];
    for (const [cell, message] of cases) expect(messageFor(cell)).to.contain(`n.ipynb: cell 2 of 2: ${message}`);
  });
});
