import fs, { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import * as initlab from 'initlab';
import * as plot from 'initlab/plot';
import * as tasks from 'initlab/tasks';
import { examplesOf, expectValue, findExamples, runExample, typeErrors, withChecks } from '../support/examples.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = fileURLToPath(new URL('../../lib/src/', import.meta.url));

describe('the examples of the library', () => {
  const examples = findExamples(source);
  const modules = {
    initlab,
    'initlab/plot': plot,
    'initlab/tasks': tasks,
    '@tensorflow/tfjs-core': tf,
    '@tensorflow/tfjs-layers': tfl,
    'node:fs': fs,
    'node:os': os,
  };

  before(() => initlab.useBackend('wasm'));

  it('have no type errors', function () {
    this.timeout(60_000);
    expect(typeErrors(examples, here)).to.deep.equal([]);
  });

  it('are found for every @example tag, each in a code block and with an import', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const tags = files.flatMap((file) => readFileSync(join(source, file), 'utf8').match(/@example/g) ?? []);
    expect(tags.length).to.be.above(30);
    expect(examples).to.have.length(tags.length);
    expect(examples.every(({ code }) => /from 'initlab(\/plot|\/tasks)?'/.test(code))).to.equal(true);
  });

  it('use every public function and class except errors', () => {
    const words = new Set(examples.flatMap(({ code }) => code.match(/\w+/g) ?? []));
    const entries = Object.entries({ ...initlab, ...plot, ...tasks });
    const shown = new Set<unknown>(entries.filter(([name]) => words.has(name)).map(([, value]) => value));
    const others = entries.filter(([, value]) => !shown.has(value)).map(([name]) => name);
    expect(others).to.have.members(['DataError', 'DataRangeError', 'DataTypeError']);
  });

  for (const { where, code } of examples) {
    const { count } = withChecks(code);
    it(`include ${where}, which runs${count > 0 ? ` and gives the values that it states (${count})` : ''}`, () =>
      quietly(() => runExample(code, modules)));
  }
});

describe('the check of an example', () => {
  it('finds the code block of a documentation comment, and its line', () => {
    const text = '/**\n * Adds.\n *\n * @example\n * ```ts\n * add(1, 2); // 3\n * ```\n */\nexport const add = 1;\n';
    expect(examplesOf('add.ts', text)).to.deep.equal([{ where: 'add.ts:6', code: 'add(1, 2); // 3' }]);
  });

  it('takes a comment that is a literal as the expected value, and any other comment as prose', () => {
    expect(withChecks('f(1); // 2').code).to.equal('expectValue(f(1), "2"); // 2');
    expect(withChecks("const x = f(1);   // { a: [-1, 'b'] }").count).to.equal(1);
    for (const prose of [
      'within ±.1',
      'σ = .1',
      'about 2',
      'x',
      '1 for the input, then about 2: He keeps it',
      'f(2)',
      '',
    ]) {
      expect(withChecks(`f(1); // ${prose}`).count, prose).to.equal(0);
    }
  });

  it('reports a wrong value', async () => {
    const modules = { initlab };
    for (const wrong of ['1.594', '2', "'a'", '[1]', '{ a: 1 }', 'true']) {
      let failure: unknown;
      await runExample(`import { gain } from 'initlab';\ngain('tanh'); // ${wrong}`, modules).catch((error) => {
        failure = error;
      });
      expect(failure, wrong).to.be.an('error').with.property('message').that.includes(`the comment says ${wrong}`);
    }
    expect(() => expectValue(1.0000001, '1')).to.throw('the value is 1.0000001');
    expect(() => expectValue({ a: 1, b: 2 }, '{ a: 1 }')).to.throw('the value is {"a":1,"b":2}');
    expect(() => expectValue(new Float32Array([1, 2]), '[1, 3]')).to.throw('the value is [1,2]');
    expect(() => expectValue(undefined, '1')).to.throw('the value is undefined');
  });

  it('compares a decimal fraction to as many decimals as it has, and anything else exactly', () => {
    expect(expectValue(1.59253741972, '1.592537')).to.equal(1.59253741972);
    expect(expectValue(new Float32Array([1, -0.5]), '[1, -0.5]')).to.have.length(2);
    expect(expectValue({ a: 'b', c: true }, "{ a: 'b', c: true }")).to.deep.equal({ a: 'b', c: true });
  });

  it('reports a wrong type', function () {
    this.timeout(60_000);
    const wrong = { where: 'gain.ts:1', code: "import { gain } from 'initlab';\ngain(1);" };
    expect(typeErrors([wrong], here))
      .to.have.length(1)
      .and.to.satisfy(([error]: string[]) => error.startsWith('gain.ts:1: Argument'));
  });
});

/** Runs work without its output on the terminal. */
async function quietly(run: () => Promise<void>): Promise<void> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    await run();
  } finally {
    process.stdout.write = write;
  }
}
