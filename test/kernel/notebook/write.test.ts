import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cell, type Notebook, readNotebook, writeNotebook } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';
import { expectNbformat } from '../support/nbformatRules.js';
import { codeCell, notebookFile, notebookOf } from '../support/notebooks.js';

function written(notebook: Notebook): string {
  const path = join(temporaryFolder(), 'n.ipynb');
  writeNotebook(path, notebook);
  return readFileSync(path, 'utf8');
}

const full: Notebook = notebookOf(
  { cell_type: 'markdown', metadata: {}, source: '# Title\n\ntext', attachments: { 'a.png': { 'image/png': 'AAAA' } } },
  {
    cell_type: 'code',
    metadata: { tags: ['x'] },
    source: 'const a = 1;\nconst b = "ü";\n',
    execution_count: 1,
    outputs: [
      { output_type: 'stream', name: 'stdout', text: 'one\ntwo' },
      {
        output_type: 'display_data',
        metadata: {},
        data: {
          'text/html': '<a>\n</a>',
          'image/png': 'A\nB',
          'application/vnd.plotly.v1+json': { data: [], b: 1, a: 2 },
        },
      },
      { output_type: 'execute_result', metadata: {}, data: { 'text/plain': '1' }, execution_count: 1 },
      { output_type: 'error', ename: 'Error', evalue: 'e', traceback: ['Error: e', '  at x'] },
    ],
  },
);

describe('writeNotebook', () => {
  it('writes through a link, which stays a link', () => {
    const folder = temporaryFolder();
    const [file, link] = [join(folder, 'file.ipynb'), join(folder, 'link.ipynb')];
    writeFileSync(file, '');
    symlinkSync(file, link);
    writeNotebook(link, notebookOf('1'));
    expect(lstatSync(link).isSymbolicLink()).to.equal(true);
    expect(readNotebook(file).cells).to.have.length(1);
  });

  it('splits texts where Python ends a line', () => {
    const text = 'a\rb\r\nc\u2028d\fe\n\nf';
    const cell = { ...codeCell(''), outputs: [{ output_type: 'stream', name: 'stdout', text }] } as Cell;
    const [{ outputs }] = (JSON.parse(written(notebookOf(cell))) as { cells: { outputs: { text: string[] }[] }[] })
      .cells;
    expect(outputs[0]?.text).to.deep.equal(['a\r', 'b\r\n', 'c\u2028', 'd\f', 'e\n', '\n', 'f']);
  });

  it('formats the file as Jupyter does', () => {
    expect(written(notebookOf('const a = 1;\na'))).to.equal(`{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-1",
   "metadata": {},
   "outputs": [],
   "source": [
    "const a = 1;\\n",
    "a"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "TypeScript (initlab)",
   "language": "typescript",
   "name": "initlab"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`);
  });

  it('splits texts into lines, but neither images nor JSON', () => {
    const { cells } = JSON.parse(written(full));
    expect(cells[1].outputs[0].text).to.deep.equal(['one\n', 'two']);
    expect(cells[1].outputs[1].data).to.deep.equal({
      'text/html': ['<a>\n', '</a>'],
      'image/png': 'A\nB',
      'application/vnd.plotly.v1+json': { data: [], b: 1, a: 2 },
    });
    expectNbformat(JSON.parse(written(full)));
  });

  it('is undone by readNotebook', () => {
    const path = join(temporaryFolder(), 'n.ipynb');
    writeNotebook(path, full);
    expect(readNotebook(path)).to.deep.equal(full);
  });

  it('gives each cell that lacks an id a new one, the same at every call', () => {
    const cells = [codeCell('1'), { ...codeCell('2'), id: 'cell-1' }, codeCell('3')];
    const text = written({ ...notebookOf(), cells });
    expect(JSON.parse(text).cells.map(({ id }: { id: string }) => id)).to.deep.equal(['cell-1-', 'cell-1', 'cell-3']);
    expect(written({ ...notebookOf(), cells })).to.equal(text);
  });

  it('writes no ids into a notebook of a minor version that has none', () => {
    const text = written({ ...notebookOf('1'), nbformat_minor: 4 });
    expect(JSON.parse(text).cells[0]).to.not.have.property('id');
  });

  it('keeps the old file, and nothing beside it, if it cannot write the new one', () => {
    const path = notebookFile('1');
    const before = readFileSync(path, 'utf8');
    expect(() => writeNotebook(path, { ...notebookOf('2'), metadata: { big: 1n } })).to.throw(TypeError);
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(readdirSync(dirname(path))).to.deep.equal(['lesson.ipynb']);
  });

  it('replaces a file in one step', () => {
    const path = notebookFile('1');
    writeFileSync(path, 'x'.repeat(1e6));
    writeNotebook(path, notebookOf('2'));
    expect(readNotebook(path)).to.deep.equal(notebookOf('2'));
    expect(readdirSync(dirname(path))).to.deep.equal(['lesson.ipynb']);
  });
});
