import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';
import { ofType, run, useSharedKernel } from '../support/kernel.js';
import { writeNodeTypes } from '../support/quickFolder.js';

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

  it('find the types of a package whose package.json only has exports', async () => {
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

  it('notice edits of a local file, and of a file that it imports', async () => {
    const edit = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    edit('inner.ts', 'export const inner: number = 1;\n');
    edit('outer.ts', 'import { inner } from "./inner";\nexport const outer = (): string => "old " + inner;\n');
    const shown = (): Promise<string> => shownFor('import { outer } from "./outer"; outer()');
    expect(await shown()).to.equal("'old 1'");
    edit('inner.ts', 'export const inner: number = 2;\n');
    expect(await shown()).to.equal("'old 2'");
    edit('outer.ts', 'import { inner } from "./inner";\nexport const outer = (): string => "new " + inner;\n');
    expect(await shown()).to.equal("'new 2'");
    edit('inner.ts', 'export const inner: string = "text";\n');
    expect((await run('import { inner } from "./inner"; inner * 2')).reply.ename).to.equal('TypeScriptError');
    expect(await shown()).to.equal("'new text'");
  });

  it('notice edits of JavaScript files: ES modules, CommonJS, and what they import', async () => {
    const edit = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    edit('leaf.mjs', 'export const leaf = 1;\n');
    edit('branch.js', 'import { leaf } from "./leaf.mjs";\nexport default () => "leaf " + leaf;\n');
    edit('branch.d.ts', 'declare const branch: () => string;\nexport default branch;\n');
    edit('seed.cjs', 'exports.seed = 1;\n');
    edit('old.js', 'exports.old = () => "seed " + require("./seed.cjs").seed;\n');
    const shown = (): Promise<string> =>
      shownFor(
        'import branch from "./branch.js"; import { old } from "./old"; import seed = require("./seed.cjs"); [branch(), old(), seed.seed]',
      );
    expect(await shown()).to.equal("[ 'leaf 1', 'seed 1', 1 ]");
    edit('leaf.mjs', 'export const leaf = 22;\n');
    edit('seed.cjs', 'exports.seed = 22;\n');
    expect(await shown()).to.equal("[ 'leaf 22', 'seed 22', 22 ]");
    edit('branch.js', 'export default () => "none";\n');
    edit('old.js', 'exports.old = () => "no seed";\n');
    expect(await shown()).to.equal("[ 'none', 'no seed', 22 ]");
    expect(await shownFor('(await import("./leaf.mjs")).leaf')).to.equal('22');
  });

  it('find a file by its name with an extension, and an index file by the name of its folder', async () => {
    mkdirSync(join(folder, 'parts'));
    writeFileSync(join(folder, 'parts', 'index.ts'), 'export { part } from "./part.ts";\n');
    writeFileSync(join(folder, 'parts', 'part.ts'), 'export const part: number = 3;\n');
    expect(await shownFor('import { part } from "./parts"; part')).to.equal('3');
    expect(await shownFor('import { part } from "./parts/part.ts"; part')).to.equal('3');
    expect(await shownFor('import { part } from "./parts/part.js"; part')).to.equal('3');
  });
});

describe('a file outside the folder of a notebook', function () {
  this.timeout(60_000);

  let kernel: Kernel;
  let project: string;

  before(async () => {
    project = temporaryFolder();
    writeNodeTypes(project);
    for (const name of ['notebooks', 'shared']) mkdirSync(join(project, name));
    writeFileSync(join(project, 'shared', 'deep.ts'), 'export const deep: number = 1;\n');
    const main = `import { deep } from './deep.ts';
export const main = (): number => deep + 1;

export function fail(): never {
  throw new Error('as asked');
}
`;
    writeFileSync(join(project, 'shared', 'main.ts'), main);
    kernel = await startKernel({ folder: join(project, 'notebooks') });
  });

  after(() => kernel.kill());

  async function execute(code: string): Promise<{ value: unknown; traceback: string }> {
    let value: unknown;
    const { content } = await kernel.execute(code, ({ content }) => {
      value = (content.data as Record<string, string> | undefined)?.['text/plain'] ?? value;
    });
    return { value, traceback: ((content.traceback as string[] | undefined) ?? []).join('\n') };
  }

  it('can be imported, and is compiled again after an edit', async () => {
    const code = "import { main } from '../shared/main'; main()";
    expect(await execute(code)).to.deep.equal({ value: '2', traceback: '' });
    writeFileSync(join(project, 'shared', 'deep.ts'), 'export const deep: number = 10;\n');
    expect(await execute(code)).to.deep.equal({ value: '11', traceback: '' });
  });

  it('is named in the stack of an error that it throws', async () => {
    const { traceback } = await execute("import { fail } from '../shared/main'; fail()");
    expect(traceback).to.match(/^Error: as asked\n {4}at fail \(\.\.\/shared\/main\.ts:5:9\)/);
  });

  it('is named, with the line, in its type errors', async () => {
    writeFileSync(join(project, 'shared', 'wrong.ts'), 'export const size: number = "one";\n');
    const { traceback } = await execute("import { size } from '../shared/wrong'; size");
    expect(traceback).to.contain(
      `../shared/wrong.ts:1:14 - error TS2322: Type 'string' is not assignable to type 'number'.

1 export const size: number = "one";
               ~~~~`,
    );
  });
});
