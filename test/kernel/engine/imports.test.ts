import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ofType, run, useSharedKernel } from '../support/kernel.js';

async function shownFor(code: string): Promise<string> {
  const result = await run(code);
  expect(result.reply.evalue).to.equal(undefined);
  return (ofType(result, 'execute_result')[0].data as Record<string, string>)['text/plain'];
}

describe('imports of a cell', () => {
  useSharedKernel();

  let folder: string;

  before(async () => {
    folder = (await shownFor('process.cwd()')).slice(1, -1);
  });

  it('know the types of a package that has nothing but exports', async () => {
    const home = join(folder, 'node_modules', 'only-exports');
    mkdirSync(join(home, 'dist'), { recursive: true });
    const exports = { '.': { types: './dist/types.d.ts', default: './dist/main.js' } };
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'only-exports', type: 'module', exports }));
    writeFileSync(join(home, 'dist', 'main.js'), 'export const seven = 7;\n');
    writeFileSync(join(home, 'dist', 'types.d.ts'), 'export declare const seven: number;\n');
    expect(await shownFor('import { seven } from "only-exports"; seven + 1')).to.equal('8');
    const wrong = await run('import { seven } from "only-exports"; const text: string = seven;');
    expect(wrong.reply.evalue).to.equal("Type 'number' is not assignable to type 'string'.");
  });

  it('see edits of a local file, and of a file that it imports', async function () {
    this.timeout(60_000);
    const edit = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    edit('inner.ts', 'export const inner: number = 1;\n');
    edit('outer.ts', 'import { inner } from "./inner";\nexport const outer = (): string => "old " + inner;\n');
    const shown = (): Promise<string> => shownFor('import { outer } from "./outer"; outer()');
    const become = async (text: string): Promise<void> => {
      while ((await shown()) !== text) await sleep(100);
    };
    expect(await shown()).to.equal("'old 1'");
    edit('inner.ts', 'export const inner: number = 2222;\n');
    await become("'old 2222'");
    edit('outer.ts', 'import { inner } from "./inner";\nexport const outer = (): string => "new " + inner;\n');
    await become("'new 2222'");
  });
});
