import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';
import ts from 'typescript';
import { compileCell, compileFile } from '../../../../kernel/src/compiler/syntax/compile.js';
import type { Compiled } from '../../../../kernel/src/compiler/syntax/types.js';

/** Compiles a cell after which the given names are those of earlier cells. */
function compile(source: string, ...earlier: string[]): Compiled {
  return compileCell(ts, source, { has: (name) => earlier.includes(name) }, { fileName: 'cell.ts' });
}

/** The lines of the JavaScript between the first and the last, which belong to the function. */
function bodyOf({ code }: Compiled): string {
  return code.split('\n').slice(1, -1).join('\n').trim();
}

describe('compileCell', () => {
  it('keeps the value of the last expression, whatever its form', () => {
    for (const code of [
      '1 + 1',
      '"text"',
      '({ a: 1 })',
      'await [1]',
      'await `t`',
      'await -1',
      'await (async () => 4)()',
    ])
      expect(bodyOf(compile(`let before = 0;\n${code}`)), code).to.contain(`$cell.value = ${code}`);
    expect(compile('if (1) 2;').code).not.to.contain('$cell.value');
  });

  it('runs what follows an awaited object once', () => {
    for (const code of [
      'await { a: 1 }.a',
      'await { a: 1, b: 2 };\nfoo;',
      'await { a: 1, b: 2 };\nconst c = 3;\nfoo;',
    ]) {
      const { declared, problems } = compile(code);
      expect(problems, code).to.deep.equal([]);
      expect(declared.length, code).to.equal(code.includes('const') ? 1 : 0);
      expect(bodyOf(compile(code)).match(/\bfoo\b/g) ?? [], code).to.have.length(code.includes('foo') ? 1 : 0);
      expect(bodyOf(compile(code)), code).not.to.match(/^a;$/m);
    }
  });

  it('links each name after its declaration, and functions at the start', () => {
    expect(bodyOf(compile('let n = 1; const c = 2;\nfunction f() { return n; }\nclass A {}\n'))).to.equal(
      `$cell.link("f", () => f);
let n = 1;
$cell.link("n", () => n, $module => { n = $module; });
const c = 2;
$cell.link("c", () => c);
function f() { return n; }
class A {
}
$cell.link("A", () => A);`,
    );
  });

  it('links each of several variables of a statement before the next is computed', () => {
    expect(bodyOf(compile('export const a = 1, { b } = boom();\nlet c: number, d = 2;\n0;'))).to.equal(
      `const a = 1;
$cell.link("a", () => a);
$cell.announce("b", () => b);
const { b } = boom();
$cell.link("b", () => b);
let c;
$cell.link("c", () => c, $module => { c = $module; });
let d = 2;
$cell.link("d", () => d, $module => { d = $module; });
$cell.value = 0;`,
    );
  });

  it('announces the names of a pattern, of which each may be the last that gets a value', () => {
    expect(bodyOf(compile('let { a, b: [c = boom()], ...d } = e;\nfor (const [f, g = boom()] of e) f;'))).to.equal(
      `$cell.announce("a", () => a, $module => { a = $module; });
$cell.announce("c", () => c, $module => { c = $module; });
$cell.announce("d", () => d, $module => { d = $module; });
let { a, b: [c = boom()], ...d } = e;
$cell.link("a", () => a, $module => { a = $module; });
$cell.link("c", () => c, $module => { c = $module; });
$cell.link("d", () => d, $module => { d = $module; });
for (const [f, g = boom()] of e)
    f;`,
    );
  });

  it('says that a cell is a block if it looks like an object', () => {
    for (const code of ['{ a: 1, b: 2 }', '{ a: 1 }', ' {\n  "a": [1],\n  b() { return 2; },\n}\n', '{ ...[1] }'])
      expect(
        compile(code)
          .problems.map(({ message }) => message)
          .join(),
        code,
      ).to.contain('({ … })');
    for (const code of ['{ let a = 1; a; }', '{ a: for (;;) break a; }', '{}', '{ f(); }', '({ a: 1 })'])
      expect(compile(code).problems, code).to.deep.equal([]);
  });

  it('links what var declares in a loop or block before it, but nothing of functions', () => {
    expect(bodyOf(compile('for (var i = 0; i < 2; i++) { var j = i; let k = j; }\n() => { var own; };'))).to.equal(
      `$cell.link("i", () => i, $module => { i = $module; });
$cell.link("j", () => j, $module => { j = $module; });
for (var i = 0; i < 2; i++) {
    var j = i;
    let k = j;
}
$cell.value = () => { var own; };`,
    );
  });

  it('reads and assigns names of earlier cells through the scope, unless they are declared nearer', () => {
    const compiled = compile(
      'n += 1; [n] = [2]; ({ n } = { n: 3 }); ((n: number) => n)(4); typeof n; f(n); f`t`; f!(5);',
      'n',
      'f',
    );
    expect(bodyOf(compiled)).to.equal(
      `$scope.n += 1;
[$scope.n] = [2];
({ n: $scope.n } = { n: 3 });
((n) => n)(4);
typeof $scope.n;
(0, $scope.f)($scope.n);
(0, $scope.f) \`t\`;
$cell.value = (0, $scope.f)(5);`,
    );
  });

  it('does not take names of properties, labels, members or types for variables', () => {
    const compiled = compile(
      `const o = { a: 1, f() {} }; o.a; a: for (;;) break a;
enum E { a, b = a } namespace N { export const a = 1; export const c = a; }
class C { a = 1; g() { return this.a } } let t: a; (function a() { a })();
const k = class a { static b = a };`,
      'a',
    );
    expect(compiled.code).not.to.contain('$scope.a');
  });

  it('reads imported names from their modules, and says what it uses as values', () => {
    const compiled = compile(
      `import d, { a as b, type T, x } from 'm'; import * as all from 'n'; import type { U } from 'u'; import 'e';
import r = require('q'); import { data } from './d.json' with { type: 'json' };
let t: T | U | x = b(d, all, r.z, data);`,
    );
    expect(compiled.code).to.contain('(0, $module0.a)($module0.default, $module1, $module3["="].z, $module4.data)');
    const plain = { attributes: {}, isForEffect: false, isRequired: false };
    expect(compiled.modules).to.deep.equal([
      { ...plain, specifier: 'm', used: ['a', 'default'] },
      { ...plain, specifier: 'n', used: ['*'] },
      { ...plain, specifier: 'e', used: [], isForEffect: true },
      { ...plain, specifier: 'q', used: ['='], isRequired: true },
      { ...plain, specifier: './d.json', used: ['data'], attributes: { type: 'json' } },
    ]);
    expect(compiled.imported.filter(({ isTypeOnly }) => isTypeOnly).map(({ name }) => name)).to.deep.equal(['T', 'U']);
  });

  it('describes what the cell declares', () => {
    const { declared, isAugmenting } = compile(
      `let { a, b: [c = 1] } = o; const d = 1; function e() {} class f {} enum g {} namespace h { export const i = 1 }
interface j {} type k = 1; declare const l: number; namespace m { export type n = 1 } export var p = 1;
declare global { var q: number } import s = h.i; const __t = 1;`,
      'o',
    );
    const shown = declared.map(({ name, kind, isValue, isExported }) => [name, kind, isValue, isExported].join(' '));
    expect(shown).to.have.members([
      'a variable true false',
      'c variable true false',
      'd constant true false',
      'e function true false',
      'f class true false',
      'g enum true false',
      'h namespace true false',
      'j type false false',
      'k type false false',
      'l constant false false',
      'm type false false',
      'p variable true true',
      's namespace true false',
      '__t constant true false',
    ]);
    expect(isAugmenting).to.equal(true);
  });

  it('allows export before a declaration, and says what to write instead of other exports', () => {
    expect(bodyOf(compile('export const a = 1;'))).to.match(/^const a = 1;/);
    for (const [code, words] of [
      ['export default 1', 'const value = …'],
      ['export default function f() {}', 'const value = …'],
      ["export * from 'm'", 'import * as all'],
      ["export { a } from 'm'", 'Import the names'],
      ['const a = 1; export { a as b }', 'Declare the other name'],
    ])
      expect(compile(code).problems[0]?.message, code).to.contain(words);
  });

  it('reports syntax errors with their positions', () => {
    expect(compile('const text = `open').problems).to.deep.include({
      message: 'Unterminated template literal.',
      start: 18,
      length: 0,
      code: 1160,
    });
  });

  it('lowers what Node does not know yet: using, accessor, decorators and JSX', () => {
    const lowered = compileCell(
      ts,
      'using a = f(); class B { accessor c = 1 }\n<p>{a}</p>',
      { has: () => false },
      { fileName: 'cell.tsx', emit: { jsx: ts.JsxEmit.ReactJSX } },
    );
    expect(lowered.code)
      .to.contain('__addDisposableResource')
      .and.not.match(/\busing\b|\baccessor\b/);
    expect(lowered.modules.map(({ specifier, used }) => [specifier, used])).to.deep.equal([
      ['react/jsx-runtime', ['jsx']],
    ]);
    expect(() => runInNewContext(lowered.code)).not.to.throw();
  });

  it('chooses names for its own parameters that the cell does not use', () => {
    expect(compile('const $cell = 1; $cell').code).to.match(/^\(async \(\$\$cell, \$\$scope\)/);
  });

  it('maps the JavaScript back to the places in the cell', () => {
    const { map } = compile('interface A {}\nf(1);', 'f');
    expect(JSON.parse(map)).to.include({ version: 3 }).and.to.have.property('mappings').that.is.not.equal('');
  });

  it('needs nothing of Node: it works bundled for a browser', async function () {
    this.timeout(60_000);
    const { outputFiles } = await build({
      stdin: {
        contents: "export { compileCell } from './kernel/src/compiler/syntax/compile.ts';",
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'cells',
    });
    // A context without process, require or Buffer.
    const code = `${outputFiles[0].text};\ncells.compileCell(ts, 'n + 1', { has: () => true }, { fileName: 'cell.ts' }).code`;
    expect(runInNewContext(code, { ts })).to.contain('$cell.value = $scope.n + 1');
  });
});

describe('compileFile', () => {
  const compile = (source: string): Compiled => compileFile(ts, source, { fileName: 'file.ts' });

  it('links what a file exports before its code runs, so that circles of imports work', () => {
    const { code } = compile(
      "import { b } from './b';\nexport const a = 1;\nexport default function () {}\nexport { a as c, b };\nconst own = 2;",
    );
    const body = code.split('\n').slice(1);
    expect(body.slice(0, 5)).to.deep.equal([
      '$cell.link("a", () => a);',
      '$cell.link("default", () => $default);',
      '$cell.link("c", () => a);',
      '$cell.link("b", () => $module0.b);',
      'await $cell.begin();',
    ]);
    expect(code).not.to.contain('"own"');
  });

  it('passes on what other modules export', () => {
    const { code, modules } = compile("export * from './a';\nexport * as b from './b';\nexport { c as d } from './c';");
    expect(code).to.contain('$cell.linkAll($module0)').and.to.contain('$cell.link("b", () => $module1)');
    expect(code).to.contain('$cell.link("d", () => $module2.c)');
    expect(modules.map(({ specifier }) => specifier)).to.deep.equal(['./a', './b', './c']);
  });
});
