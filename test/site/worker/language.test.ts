import { expect } from 'chai';
import ts from 'typescript';
import { collectDeclarations } from '../../../site/src/run/declarations.js';
import { createCellChecker } from '../../../site/worker/language/cellChecker.js';
import type { Answers, CellCode, Question, QuestionKind } from '../../../site/worker/language/messages.js';
import { createAnswers } from '../../../site/worker/language/questions.js';

describe("what TypeScript knows of a page's cells", function () {
  this.timeout(60_000);

  let answer: (question: Question) => Answers[QuestionKind];
  before(() => {
    answer = createAnswers(ts, createCellChecker(ts, collectDeclarations()));
  });

  const label = (codes: readonly string[]): CellCode[] => codes.map((code, i) => ({ code, label: `In [${i + 1}]` }));

  /** Asks about the place of the mark | in the last cell. */
  function ask<K extends QuestionKind>(kind: K, codes: readonly string[], name?: string): Answers[K] {
    const position = codes.at(-1)?.indexOf('|') ?? -1;
    const cells = label(codes.map((code) => code.replace('|', '')));
    return answer({ id: 1, kind, cells, position, name }) as Answers[K];
  }

  it('completes the names of the library after their import, with their doc comments', () => {
    const cells = ["import { heNormal, heUniform } from 'initlab';", 'const init = he|'];
    const { matches, start, end } = ask('completions', cells);
    expect(matches).to.include.members(['heNormal', 'heUniform']);
    expect([start, end]).to.deep.equal([13, 15]);
    expect(ask('completion', cells, 'heNormal')).to.match(/function heNormal\([\s\S]*normal initializer of He/);
  });

  it('completes the names that a module exports, and the members of its values', () => {
    expect(ask('completions', ["import { heN| } from 'initlab';"]).matches).to.include('heNormal');
    const members = ask('completions', ["import * as tf from '@tensorflow/tfjs';", 'tf.scalar(1).mul|']).matches;
    expect(members).to.deep.equal(['mul']);
    expect(ask('completions', ['console.ta|']).matches).to.deep.equal(['table']);
  });

  it('knows the types of the cells before, and names the cell in a message', () => {
    const first = 'interface Size { width: number }\nconst size: Size = { width: 4 };';
    expect(ask('errors', [first, 'size.width.toFixed(1)'])).to.deep.equal([]);
    const [error, ...others] = ask('errors', [first, 'const text: string = size;']);
    expect(others).to.deep.equal([]);
    expect(error).to.deep.equal({ start: 6, length: 4, message: "Type 'Size' is not assignable to type 'string'." });
    expect(ask('errors', [first, 'size = { width: 1 };'])[0].message).to.equal(
      "Cannot assign to 'size' because it is a constant.",
    );
    const twice = ask('errors', [
      first,
      'const copy = size;\ninterface Size { height: number }\nconst other: Size = copy;',
    ]);
    expect(twice[0].message).to.include("'In [1].Size'");
  });

  it('sees what a cell before has become, and what is declared again', () => {
    const cells = ['let n = 1;', "const n = 'one';", 'n.length'];
    expect(ask('errors', cells)).to.deep.equal([]);
    expect(ask('errors', [cells[0], 'const m = 2;', cells[2]])[0].message).to.include("'length' does not exist");
    expect(ask('errors', cells)).to.deep.equal([]);
  });

  it('reports a fault in the syntax alone', () => {
    const errors = ask('errors', ["const a: number = 'text';\nconst b = ;"]);
    expect(errors.map(({ message, start }) => [message, start])).to.deep.equal([['Expression expected.', 36]]);
  });

  it('knows an awaited object, and the modules of Node that a page has', () => {
    const cell = "import { strict as assert } from 'node:assert';\nawait {};\nassert.equal(1, 1);\nclearOutput();";
    expect(ask('errors', [cell])).to.deep.equal([]);
    expect(ask('errors', ["import { readFileSync } from 'node:fs';"])[0].message).to.include("'node:fs'");
  });

  it('tells which parameter of a call is written, and what it means', () => {
    const call = ask('signature', ["import { check } from 'initlab/tasks';", "check('01.1', |)"]);
    expect(call?.before).to.equal('check(exercise: string, ');
    expect(call?.current).to.equal('answer?: unknown');
    expect(call?.docs).to.include('what the text of the exercise asks for');
    expect(ask('signature', ['1 + |1'])).to.equal(undefined);
  });

  it('explains a name by its declaration and its doc comment', () => {
    const docs = ask('name', ["import { heNormal } from 'initlab';", 'heNor|mal()']);
    expect(docs)
      .to.match(/^```typescript\nheNormal\(options\?/)
      .and.to.include('**Example**');
    expect(docs).not.to.include('import heNormal');
    expect(ask('name', ['  | '])).to.equal(undefined);
  });
});
