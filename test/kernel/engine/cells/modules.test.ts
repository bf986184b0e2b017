import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import { temporaryFolder } from '../../support/files.js';
import { run, shownFor, textOf, useSharedKernel } from '../../support/kernel.js';
import { quickFolder } from '../../support/quickFolder.js';

describe('the modules that a cell imports', () => {
  useSharedKernel();

  let folder: string;

  before(async () => {
    folder = String(await shownFor('process.cwd()')).slice(1, -1);
  });

  function write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  it('may be ES modules with a top-level await, an import condition only, and subpaths', async () => {
    write({
      'node_modules/modern/package.json': JSON.stringify({
        name: 'modern',
        type: 'module',
        exports: { '.': { import: { types: './index.d.ts', default: './index.js' } }, './part': './part.js' },
      }),
      'node_modules/modern/index.js': 'export let n = await Promise.resolve(1);\nexport function grow() { n++; }\n',
      'node_modules/modern/index.d.ts': 'export declare let n: number;\nexport declare function grow(): void;\n',
      'node_modules/modern/part.js': 'export const part = 2;\n',
      'node_modules/modern/part.d.ts': 'export declare const part: number;\n',
    });
    expect(
      await shownFor("import { n, grow } from 'modern'; import { part } from 'modern/part'; grow(); [n, part]"),
    ).to.equal('[ 2, 2 ]');
    await run('grow();');
    expect(await shownFor('n'), 'a live binding').to.equal('3');
  });

  it('may be CommonJS, with names that Node does not see, and with a default of their own', async () => {
    write({
      'node_modules/dynamic/package.json': '{ "name": "dynamic", "main": "index.js", "types": "index.d.ts" }',
      'node_modules/dynamic/index.js':
        'const all = {}; for (const name of ["a", "b"]) all[name] = name; module.exports = all;\n',
      'node_modules/dynamic/index.d.ts': 'export declare const a: string;\nexport declare const b: string;\n',
      'node_modules/compiled/package.json': '{ "name": "compiled", "main": "index.js", "types": "index.d.ts" }',
      'node_modules/compiled/index.js':
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = 5; exports.six = 6;\n',
      'node_modules/compiled/index.d.ts':
        'declare const five: number;\nexport default five;\nexport declare const six: number;\n',
    });
    expect(await shownFor("import { a } from 'dynamic'; import * as all from 'dynamic'; [a, all.b]")).to.equal(
      "[ 'a', 'b' ]",
    );
    expect(await shownFor("import five, { six } from 'compiled'; five + six")).to.equal('11');
    expect(await shownFor("import dynamic = require('dynamic'); dynamic.b")).to.equal("'b'");
  });

  it('need not exist at run time if only types of them are used', async () => {
    write({
      'node_modules/@types/shapes/package.json': '{ "name": "@types/shapes", "types": "index.d.ts" }',
      'node_modules/@types/shapes/index.d.ts':
        'export interface Shape { sides: number }\nexport declare const ghost: number;\n',
    });
    expect(await shownFor("import { Shape } from 'shapes'; const s: Shape = { sides: 3 }; s.sides")).to.equal('3');
    expect(await shownFor('const later: Shape = { sides: 4 }; later.sides')).to.equal('4');
    expect(await shownFor("import { ghost } from 'shapes'; ghost")).to.contain("Cannot find package 'shapes'");
  });

  it('are any, with a line of advice, if they have no types', async () => {
    write({
      'node_modules/plain/package.json': '{ "name": "plain", "main": "index.js" }',
      'node_modules/plain/index.js': 'exports.seven = 7;\n',
    });
    const result = await run("import { seven } from 'plain';\nconst text: string = seven;");
    expect(result.reply.status).to.equal('ok');
    expect(textOf(result, 'stderr')).to.equal(
      'plain has no types, so everything from it is any. There may be some: npm install --save-dev @types/plain\n',
    );
  });

  it('are named, with the command that installs them, if they are missing', async () => {
    for (const [specifier, name] of [
      ['absent', 'absent'],
      ['@scope/absent/part', '@scope/absent'],
    ]) {
      const { reply } = await run(`import x from '${specifier}'; x`);
      expect(reply.evalue)
        .to.contain(`Cannot find module '${specifier}'`)
        .and.to.match(new RegExp(`: npm install ${name}$`));
    }
    expect((await run("import x from './absent'; x")).reply.evalue).not.to.contain('npm install');
  });

  it('may give values whose inferred types have no name outside their package', async () => {
    write({
      'node_modules/routes/package.json': '{ "name": "routes", "type": "module", "exports": "./dist/index.js" }',
      'node_modules/routes/dist/index.js':
        'export class Routes { at = {}; get(path, answer) { this.at[path] = answer; return this; } }\nexport const marked = { [Symbol()]: 1 };\n',
      'node_modules/routes/dist/index.d.ts': `import type { Hidden } from './hidden.js';
export declare class Routes<S = {}> {
  readonly at: S;
  get<P extends string, A>(path: P, answer: Hidden<A>): Routes<S & { [K in P]: Hidden<A> }>;
}
declare const mark: unique symbol;
export declare const marked: { [mark]: number };
`,
      'node_modules/routes/dist/hidden.d.ts': 'export interface Hidden<A> { (from: { text(x: string): A }): A }\n',
    });
    await run("import { Routes, marked } from 'routes'; const app = new Routes().get('/', (c) => c.text('hi'));");
    await run("const more = app.get('/more', () => 2); const copy = { ...marked, more };");
    expect(await shownFor("copy.more.at['/more']({ text: () => 1 }).toFixed()")).to.equal("'2'");
    expect(await shownFor("const wrong: string = more.at['/more'];")).to.contain(
      "Type 'Hidden<number>' is not assignable",
    );
  });

  it('may be local files in circles, with top-level await, import.meta, JSON, JSX-free .tsx and a last expression', async () => {
    write({
      'lib/a.ts':
        "import { b } from './b';\nexport function a(): string { return 'a'; }\nexport const both: string = a() + b();\n",
      'lib/b.ts':
        "import { a } from './a.js';\nexport const early: string = a();\nexport function b(): string { return early + 'b'; }\n",
      'lib/awaits.ts':
        'export const slow: number = await Promise.resolve(8);\nexport const here: string = import.meta.dirname;\nslow;\n',
      'lib/data.json': '{ "rows": [1, 2] }',
      'lib/view.tsx': 'export const view = (x: number): number => x;\n',
      'lib/effect.ts': '(globalThis as any).effects = ((globalThis as any).effects ?? 0) + 1;\n',
      'lib/index.ts':
        "export * from './a';\nexport * as nested from './awaits';\nexport { default as data } from './data.json';\nexport default 'index';\n",
    });
    expect(await shownFor("import { both } from './lib/a'; both")).to.equal("'aab'");
    expect(
      await shownFor("import { slow, here } from './lib/awaits.ts'; [slow, here === __dirname + '/lib']"),
    ).to.equal('[ 8, true ]');
    expect(
      await shownFor(
        "import whole, { both as again, nested, data } from './lib'; [whole, again, nested.slow, data.rows]",
      ),
    ).to.equal("[ 'index', 'aab', 8, [ 1, 2 ] ]");
    expect(await shownFor("import { view } from './lib/view'; view(9)")).to.equal('9');
    expect(await shownFor("import './lib/effect'; import './lib/effect.ts'; (globalThis as any).effects")).to.equal(
      '1',
    );
    expect(await shownFor("(await import('./lib/b')).b()")).to.equal("'ab'");
  });

  it('may be local files whose default export is a name that they import', async () => {
    write({
      'lib/base.ts': 'export const base = (): number => 7;\n',
      'lib/wrapped.ts': "import { base } from './base';\nexport default base;\n",
    });
    expect(await shownFor("import wrapped from './lib/wrapped'; wrapped()")).to.equal('7');
  });

  it('are tried again after an error in one of them', async () => {
    write({ 'failing.ts': 'throw new Error("first");\nexport const x = 1;\n' });
    expect(await shownFor("import { x } from './failing'; x")).to.equal('Error: first');
    write({ 'failing.ts': 'export const x = 22;\n' });
    expect(await shownFor("import { x } from './failing'; x")).to.equal('22');
  });
});

describe('the packages that only NODE_PATH names', function () {
  this.timeout(60_000);

  const { NODE_PATH } = process.env;
  let kernel: Kernel | undefined;

  afterEach(async () => {
    if (NODE_PATH === undefined) delete process.env.NODE_PATH;
    else process.env.NODE_PATH = NODE_PATH;
    await kernel?.kill();
  });

  it('have types and values, and their parts as well', async () => {
    const elsewhere = temporaryFolder();
    const files = {
      'far/package.json': '{ "name": "far", "main": "main.js", "types": "main.d.ts" }',
      'far/main.js': 'exports.far = 1;\n',
      'far/main.d.ts': 'export declare const far: number;\n',
      'far/part.js': 'exports.part = "p";\n',
      'far/part.d.ts': 'export declare const part: string;\n',
    };
    mkdirSync(join(elsewhere, 'far'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(elsewhere, name), text);
    process.env.NODE_PATH = elsewhere;
    kernel = await startKernel({ folder: quickFolder() });
    let shown: unknown;
    const use = "import { far } from 'far'; import { part } from 'far/part'; [far, part]";
    await kernel.execute(use, ({ content }) => {
      shown = (content.data as Record<string, unknown> | undefined)?.['text/plain'] ?? shown;
    });
    expect(shown).to.equal("[ 1, 'p' ]");
    const { content } = await kernel.execute('const wrong: number = part; far;');
    expect(content.evalue).to.equal("Type 'string' is not assignable to type 'number'.");
  });
});
