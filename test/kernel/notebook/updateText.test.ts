import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CodeCell, type Notebook, readNotebook } from 'initlab-kernel';
import { updateText } from '../../../kernel/src/notebook/updateText.js';
import { temporaryFolder } from '../support/files.js';

/** Reads the text of a notebook, as a run does before it changes the outputs. */
function parsed(text: string): Notebook {
  const path = join(temporaryFolder(), 'n.ipynb');
  writeFileSync(path, text);
  return readNotebook(path);
}

function update(text: string, change: (cell: CodeCell, notebook: Notebook) => void): string {
  const notebook = parsed(text);
  change(notebook.cells.find((cell) => cell.cell_type === 'code') as CodeCell, notebook);
  return updateText(text, notebook);
}

const setOutput = (cell: CodeCell): void => {
  cell.execution_count = 1;
  cell.outputs = [{ output_type: 'stream', name: 'stdout', text: 'new\n' }];
};

/** A notebook in the form of Jupyter, with values that JavaScript cannot represent. */
const TEXT = `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 7,
   "id": "a",
   "metadata": {"big": 12345678901234567890, "huge": 1e400, "float": 1.0, "minus": -0, "half": "\\ud800", "z": 1, "a": 2},
   "mine": true,
   "outputs": [],
   "source": ["1 + 1"]
  },
  {
   "cell_type": "markdown",
   "id": "b",
   "metadata": {"n": 0.10000000000000000555},
   "source": "one\\u00fc"
  }
 ],
 "metadata": {
  "language_info": {"name": "typescript"}
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

describe('updateText', () => {
  it('changes nothing but the outputs and the execution count of a cell', () => {
    const expected = TEXT.replace('"execution_count": 7', '"execution_count": 1').replace(
      '"outputs": []',
      '"outputs": [\n    {\n     "name": "stdout",\n     "output_type": "stream",\n     "text": [\n      "new\\n"\n     ]\n    }\n   ]',
    );
    expect(update(TEXT, setOutput)).to.equal(expected);
  });

  it('returns the text itself if the outputs are the same, whatever its form', () => {
    for (const text of [
      TEXT,
      `\uFEFF${TEXT}`,
      TEXT.replaceAll('\n', '\r\n'),
      TEXT.replaceAll('\n', ''),
      TEXT.replaceAll(/^ +/gm, '\t'),
    ])
      expect(update(text, () => {})).to.equal(text);
  });

  it('keeps the indentation and the line breaks of the file', () => {
    const wide = JSON.stringify(parsed(TEXT), null, 4);
    const expected = parsed(wide);
    setOutput(expected.cells[0] as CodeCell);
    (expected.cells[0] as { outputs: unknown }).outputs = [{ name: 'stdout', output_type: 'stream', text: ['new\n'] }];
    expect(update(wide, setOutput)).to.equal(JSON.stringify(expected, null, 4));
    const windows = update(TEXT.replaceAll('\n', '\r\n'), setOutput);
    expect(windows).to.equal(update(TEXT, setOutput).replaceAll('\n', '\r\n'));
    expect(update(JSON.stringify(parsed(TEXT)), setOutput)).to.not.contain('\n');
  });

  it('adds what is missing in its place: the language, the ids of cells, and empty objects', () => {
    const bare =
      '{\n "cells": [\n  {\n   "cell_type": "code",\n   "metadata": {},\n   "outputs": [],\n   "source": []\n  }\n ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n';
    const text = update(bare, (cell, { metadata }) => {
      cell.execution_count = 3;
      metadata.language_info = { name: 'typescript' };
    });
    expect(text).to.equal(
      bare
        .replace('   "metadata": {},\n', '   "execution_count": 3,\n   "id": "cell-1",\n   "metadata": {},\n')
        .replace('\n "metadata": {},', '\n "metadata": {\n  "language_info": {\n   "name": "typescript"\n  }\n },'),
    );
  });

  it('gives the new outputs to the entry that counts if a key occurs twice', () => {
    const twice = TEXT.replace('"outputs": [],', '"outputs": [{"output_type": "bogus"}], "outputs": [],');
    expect((parsed(update(twice, setOutput)).cells[0] as CodeCell).outputs).to.have.length(1);
  });

  it('reads texts with brackets and quotes inside, and any depth of nesting', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = TEXT.replace('"z": 1', `"z": "}]\\"{[,", "deep": ${deep}`);
    const notebook = parsed(TEXT);
    setOutput(notebook.cells[0] as CodeCell);
    expect(updateText(text, notebook)).to.equal(
      update(TEXT, setOutput).replace('"z": 1', `"z": "}]\\"{[,", "deep": ${deep}`),
    );
  });

  it('formats the whole notebook if its cells are not those of the file', () => {
    const text = update(TEXT, (_, { cells }) => cells.pop());
    expect(parsed(text).cells).to.have.length(1);
  });
});
