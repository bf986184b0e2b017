import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { bundleCode, bundleDeclarations } from '../../release/bundle.js';

/** A small package: two entries that share a module, and a file that a module names. */
const MODULES: Record<string, string> = {
  'index.js': `export { double } from './math/double.js';
export { heavy } from './math/heavy.js';
export { page } from './deep/page.js';
export { failing } from './math/failing.js';
export * from './math/many.js';
`,
  'sub/index.js': `export { double } from '../math/double.js';\n`,
  'math/double.js': `export function double(value) {\n  return factor() * value;\n}\nconst factor = () => 2;\n`,
  'math/heavy.js': `const table = { ...make(), size: 10 ** 3 };
function make() {
  return { name: 'a heavy table' };
}
export function heavy() {
  return table.name + table.size;
}
`,
  'math/many.js': Array.from({ length: 50 }, (_, i) => `export function f${i}() {\n  return ${i};\n}\n`).join(''),
  'math/failing.js': `export function failing(argument) {
  const innerMost = (text) => {
    throw new Error(text);
  };
  return innerMost(argument);
}
`,
  'deep/page.js': `export function page() {\n  return new URL('../files/page.html', import.meta.url);\n}\n`,
};

const DECLARATIONS: Record<string, string> = {
  'index.d.ts': `export { type Size, double } from './math/double.js';\n`,
  'math/double.d.ts': `import type { Hidden } from './hidden.js';
/** Doubles a number. */
export declare function double(value: number, options?: Hidden): Size;
export type Size = number;
`,
  'math/hidden.d.ts': 'export interface Hidden {\n  /** Nothing yet. */\n  a?: string;\n}\n',
};

describe('the bundle of a package', function () {
  this.timeout(60_000);
  let folder: string;
  let load: (name: string) => Promise<Record<string, (...args: unknown[]) => unknown>>;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'initlab-bundle-')));
    write('dist', new Map(Object.entries({ ...MODULES, ...DECLARATIONS })));
    write('package', new Map([['package.json', '{ "type": "module", "sideEffects": false }']]));
    write('package/out', await bundleCode(join(folder, 'dist'), ['index.js', 'sub/index.js']));
    load = (name) => import(pathToFileURL(join(folder, 'package/out', name)).href);
  });

  after(() => rmSync(folder, { recursive: true }));

  function write(to: string, files: ReadonlyMap<string, string>): void {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, to, name)), { recursive: true });
      writeFileSync(join(folder, to, name), text);
    }
  }

  it('has few files, with the entries at their places and one copy of what they share', async () => {
    const files = readdirSync(join(folder, 'package/out'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.endsWith('.js'))).to.have.members(['index.js', 'sub/index.js']);
    const [index, sub] = [await load('index.js'), await load('sub/index.js')];
    expect(index.double).to.equal(sub.double);
    expect([index.double(21), index.heavy()]).to.deep.equal([42, 'a heavy table1000']);
  });

  it('finds a file that a module names relative to itself', async () => {
    const { page } = await load('index.js');
    expect(String(page())).to.equal(pathToFileURL(join(folder, 'package/out/files/page.html')).href);
  });

  it('keeps the names of functions in stacks', async () => {
    const { failing } = await load('index.js');
    try {
      failing('no');
      expect.fail('Expected an error');
    } catch (error) {
      expect((error as Error).stack).to.match(/Error: no\s+at innerMost .*\s+at failing /);
    }
  });

  it('has short lines, because Node.js prints the line of an error', () => {
    const lines = readFileSync(join(folder, 'package/out/index.js'), 'utf8').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).to.be.within(200, 450);
  });

  it('lets a bundler drop what a program does not use, with what it computes at import', async () => {
    const contents = `import { double } from './package/out/index.js';\nconsole.log(double(4));\n`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      write: false,
      format: 'esm',
    });
    expect(outputFiles[0].text)
      .to.include('factor')
      .and.to.not.match(/heavy|size/);
  });

  it('has declarations with the comments, and exports no name that the package does not', async () => {
    const bundle = await bundleDeclarations(join(folder, 'dist'), ['index.d.ts']);
    expect([...bundle.keys()]).to.deep.equal(['index.d.ts']);
    const text = bundle.get('index.d.ts') as string;
    expect(text).to.include('/** Doubles a number. */').and.to.include('/** Nothing yet. */');
    expect(text).to.match(/export \{ double \};\nexport type \{ Size \};/);
  });
});
