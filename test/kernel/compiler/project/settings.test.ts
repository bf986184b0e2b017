import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import ts from 'typescript';
import { readSettings } from '../../../../kernel/src/compiler/project/settings.js';
import { temporaryFolder } from '../../support/files.js';
import { shownFor, useSharedKernel } from '../../support/kernel.js';
import { writeNodeTypes } from '../../support/quickFolder.js';

/** Writes a project with a tsconfig.json, and returns the folder of its notebooks. */
function writeProject(tsconfig: object | undefined): string {
  const project = temporaryFolder();
  if (tsconfig) writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
  const notebooks = join(project, 'notebooks');
  mkdirSync(notebooks);
  return notebooks;
}

describe('readSettings', () => {
  it('is strict, with the types of Node.js, without a tsconfig.json', () => {
    const { check, ending } = readSettings(writeProject(undefined));
    expect(check).to.include({ strict: true });
    expect(check.lib).to.include('lib.es2023.d.ts');
    expect(ending).to.equal('.ts');
  });

  it('takes the type options of the nearest tsconfig.json, but not its output options', () => {
    const compilerOptions = {
      strict: false,
      lib: ['es2020'],
      outDir: 'out',
      noEmitOnError: true,
      jsx: 'react',
      target: 'es2017',
    };
    const { check, emit, ending } = readSettings(writeProject({ compilerOptions }));
    expect(check).to.include({ strict: false, jsx: ts.JsxEmit.React, useDefineForClassFields: false });
    expect(check.lib).to.deep.equal(['lib.es2020.d.ts']);
    expect(check).not.to.have.any.keys('outDir', 'noEmitOnError');
    expect(emit).to.include({ jsx: ts.JsxEmit.React, useDefineForClassFields: false });
    expect(ending).to.equal('.tsx');
  });
});

describe('a tsconfig.json above the notebook', function () {
  this.timeout(60_000);

  let kernel: Kernel;

  before(async () => {
    const compilerOptions = { strict: false, paths: { '#shared/*': ['./shared/*'] }, jsx: 'react', jsxFactory: 'h' };
    const folder = writeProject({ compilerOptions });
    writeNodeTypes(join(folder, '..'));
    mkdirSync(join(folder, '..', 'shared'));
    writeFileSync(join(folder, '..', 'shared', 'one.ts'), 'export const one = 1;\n');
    kernel = await startKernel({ folder });
  });

  after(() => kernel.kill());

  async function show(code: string): Promise<unknown> {
    let value: unknown;
    const { content } = await kernel.execute(code, ({ content }) => {
      value = (content.data as Record<string, string> | undefined)?.['text/plain'] ?? value;
    });
    return content.evalue ?? value;
  }

  it('can turn the strict rules off', async () => {
    expect(await show('function f(x) { return x; }\nf(1)')).to.equal('1');
  });

  it('can map the names of modules, for types and when the code runs', async () => {
    expect(await show("import { one } from '#shared/one'; one + 1")).to.equal('2');
    expect(await show('const wrong: string = one;')).to.contain("'number' is not assignable to type 'string'");
  });

  it('can turn JSX on', async () => {
    await show(
      'const h = (tag: any, props: any, ...children: any[]) => [tag, props, children];\ndeclare global { namespace JSX { interface IntrinsicElements { p: any } } }',
    );
    expect(await show('<p id="a">{1}</p>')).to.equal("[ 'p', { id: 'a' }, [ 1 ] ]");
  });
});

describe('the libraries of a cell', () => {
  useSharedKernel();

  it('declare the globals of JavaScript that the running Node.js has', async () => {
    // What V8 itself provides: the globals of a fresh context, without those of Node.
    const names = 'Object.getOwnPropertyNames(require("node:vm").runInNewContext("globalThis"))';
    const list = `(${names} as string[]).filter((name) => /^[A-Z]/.test(name)).join(" ")`;
    const found = String(await shownFor(list))
      .slice(1, -1)
      .split(' ');
    expect(found).to.include.members(['Array', 'Atomics', 'WeakRef', 'WebAssembly']);
    // A name without a declaration would be a type error.
    const types = found.map((name) => `typeof ${name}`).join(', ');
    expect(await shownFor(`[${types}].length`)).to.equal(String(found.length));
  });

  it('declare newer functions if and only if the running Node.js has them', async () => {
    for (const [holder, name] of [
      ['Promise', 'withResolvers'],
      ['Object', 'groupBy'],
      ['Set.prototype', 'union'],
      ['Array', 'fromAsync'],
    ]) {
      const exists = await shownFor(`'${name}' in ${holder}`);
      const shown = await shownFor(`typeof ${holder === 'Set.prototype' ? 'new Set()' : holder}.${name}`);
      expect(String(shown).startsWith("'function"), `${holder}.${name}`).to.equal(exists === 'true');
    }
  });
});
