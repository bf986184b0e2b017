import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ofType, type Run, run, shownFor, textOf, useSharedKernel } from '../support/kernel.js';

function succeeded(result: Run): void {
  expect(result.reply.traceback ?? []).to.deep.equal([]);
  expect(result.reply.status).to.equal('ok');
}

describe('cells', () => {
  useSharedKernel();

  it('show the value of their last expression', async () => {
    expect(await shownFor('1 + 1')).to.equal('2');
    expect(await shownFor('"text"')).to.equal("'text'");
    expect(await shownFor('({ a: [1, 2] })')).to.equal('{ a: [ 1, 2 ] }');
    expect(await shownFor('await Promise.resolve(7)')).to.equal('7');
  });

  it('can await at their top level, even in loops', async () => {
    const code = 'let sum = 0;\nfor await (const x of [1, Promise.resolve(2)]) sum += x;\nsum';
    expect(await shownFor(code)).to.equal('3');
    expect(await shownFor('const f = async () => { for await (const x of [1]) return x; };\n1')).to.equal('1');
  });

  it('show nothing for undefined and null', async () => {
    expect(await shownFor('undefined')).to.equal(undefined);
    expect(await shownFor('null')).to.equal(undefined);
    expect(await shownFor('const x = 1;')).to.equal(undefined);
  });

  it('show a promise as one, and do not wait for it', async () => {
    expect(await shownFor('new Promise(() => {})')).to.equal('Promise { <pending> }');
    expect(await shownFor('({ then() { throw new Error("asked"); }, a: 1 }).a')).to.equal('1');
    expect(await shownFor('({ then() { throw new Error("asked"); } })')).to.equal('{ then: [Function: then] }');
  });

  it('keep variables, and let them be declared again with another type', async () => {
    await run('const kept = 1; class Thing { size = 1 } interface Shape { a: number }');
    expect(await shownFor('kept + new Thing().size')).to.equal('2');
    await run('const kept = "one"; class Thing { name = "thing" } interface Shape { b: string }');
    expect(await shownFor('kept.toUpperCase() + new Thing().name')).to.equal("'ONEthing'");
  });

  it('can use shorthand properties for variables of earlier cells, in object literals and in destructuring', async () => {
    await run('const left = 1; let right = 2; let third: number | undefined = 3; const twice = (n: number) => 2 * n;');
    expect(await shownFor('({ left, right, twice: twice(left) })')).to.equal('{ left: 1, right: 2, twice: 2 }');
    expect(await shownFor('[5].map((own) => ({ own, nested: [{ left }] }))[0].nested')).to.equal('[ { left: 1 } ]');
    succeeded(
      await run('const all = { left, right, third, twice };\n({ right, third = 9 } = { right: 7 } as typeof all);'),
    );
    expect(await shownFor('[right, third, all.twice(4)]')).to.equal('[ 7, 9, 8 ]');
    expect(
      await shownFor('((left: string) => ({ left }))("own")'),
      'the parameter, not the variable of the earlier cell',
    ).to.equal("{ left: 'own' }");
  });

  it('know the array methods of ES2023', async () => {
    expect(await shownFor('[3, 1, 2].toSorted().with(0, 9)')).to.equal('[ 9, 2, 3 ]');
    expect(await shownFor('[1, 2, 3].toSpliced(0, 1).toReversed().findLast((x) => x > 2)')).to.equal('3');
    expect(await shownFor('const sorted: Float64Array = new Float64Array([2, 1]).toSorted(); sorted')).to.equal(
      'Float64Array(2) [ 1, 2 ]',
    );
  });

  it('import ES modules without a warning on stderr', async () => {
    const cwd = String(await shownFor('process.cwd()')).slice(1, -1);
    const folder = join(cwd, 'node_modules', 'only-esm');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "only-esm", "type": "module", "main": "index.js" }');
    writeFileSync(join(folder, 'index.js'), 'export const five = 5;\n');
    writeFileSync(join(folder, 'index.d.ts'), 'export declare const five: number;\n');
    writeFileSync(join(cwd, 'beside.mjs'), 'export const six = 6;\n');
    const result = await run(
      'import { five } from "only-esm";\nconst beside = require("./beside.mjs");\nfive + beside.six',
    );
    succeeded(result);
    await run('0');
    expect(textOf(result, 'stderr')).to.equal('');
    expect(ofType(result, 'execute_result')[0].data).to.deep.equal({ 'text/plain': '11' });
  });

  it('show warnings of Node.js on stderr', async () => {
    expect(textOf(await run('process.emitWarning("take care");'), 'stderr')).to.equal('Warning: take care\n');
  });
});
