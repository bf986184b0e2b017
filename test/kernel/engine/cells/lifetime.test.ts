import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import ts from 'typescript';
import { compileCell } from '../../../../kernel/src/compiler/syntax/compile.js';
import { type CellRun, createCells } from '../../../../kernel/src/engine/cells/cells.js';
import type { RemoteCompiler } from '../../../../kernel/src/engine/cells/compilerThread.js';
import { createSourceMaps } from '../../../../kernel/src/engine/errors/positions.js';
import { until } from '../../support/files.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the source map of a cell', () => {
  const sourceMaps = createSourceMaps();
  const cells = createCells(process.cwd(), {} as RemoteCompiler, sourceMaps, {}, () => {});
  let count = 0;

  /** Runs a cell, and returns its value with a function that says whether its map is kept. */
  async function run(code: string): Promise<{ value: unknown; isKept: () => boolean }> {
    const cell = ++count;
    const { code: compiled, map } = compileCell(ts, code, { has: (name) => name === 'total' }, { fileName: 'cell.ts' });
    const run: CellRun = { cell, code, label: `In [${cell}]`, reached: [], settle() {}, isOver: false };
    const answer = { status: 'ready' as const, code: compiled, map, modules: [], files: [], advice: [] };
    const { value } = await cells.run(run, answer);
    return { value, isKept: () => sourceMaps.has(`initlab:cell/${cell}`) };
  }

  it('is kept as long as any code of the cell can run', async () => {
    const kept = await Promise.all([
      run('const state = { n: 0 }; state'),
      run('(x: number) => x + 1'),
      run('class A { static a = () => () => 2 }\nnew A()'),
      run('(function* () { yield 1; })()'),
      run('const timer = setInterval(() => {}, 1e6); timer.unref(); timer'),
    ]);
    const over = await run('1 + 1');
    await until(() => {
      collectGarbage();
      return !over.isKept();
    });
    expect(kept.map(({ isKept }) => isKept())).to.deep.equal([true, true, true, true, true]);
    expect(() => (kept[1].value as (x: unknown) => unknown)(1)).not.to.throw();
    clearInterval(kept[4].value as NodeJS.Timeout);
  });

  it('is forgotten when the names of the cell are declared again and nothing else refers to it', async () => {
    const first = await run('let total = 0; function add(x: number) { total += x; }');
    const thrown = await run('const shown = 1;\nfunction fail() { throw new Error("x"); }');
    for (let i = 0; i < 20; i++) await run(`let total = ${i}; function add(x: number) { return x; }`);
    await run('const shown = 2, fail = 3;');
    await until(() => {
      collectGarbage();
      return !first.isKept() && !thrown.isKept();
    });
    const last = await run('total');
    expect(last.value).to.equal(19);
  });
});
