import { expect } from 'chai';
import { run, shownFor, tracebackOf, useSharedKernel } from '../../support/kernel.js';

describe('the names of cells', () => {
  useSharedKernel();

  it('can be assigned in later cells, and the functions of their own cell see it', async () => {
    await run('let n = 1; var total = 10; let word: string | undefined; function show() { return [n, total, word]; }');
    await run('n += 1; [total, word] = [20, "w"]; for (n of [5, 6]); ({ n } = { n: n + 1 }); n++;');
    expect(await shownFor('show()')).to.equal("[ 8, 20, 'w' ]");
    expect(await shownFor('n = "text"')).to.equal("TypeScriptError: Type 'string' is not assignable to type 'number'.");
    expect(await shownFor('[n]')).to.equal('[ 8 ]');
    expect(await shownFor('await { n: 1 };\nconst last = n;\nn++')).to.equal('8');
    expect(await shownFor('[n, last]')).to.equal('[ 9, 8 ]');
  });

  it('cannot be assigned if they are constants, functions, classes or imports', async () => {
    await run('const c = 1; function f() {} class K {} import { sep } from "node:path";');
    for (const [code, words] of [
      ['c = 2', "Cannot assign to 'c' because it is a constant."],
      ['f = () => {}', "Cannot assign to 'f' because it is a function."],
      ['K = class {} as any', "Cannot assign to 'K' because it is a class."],
      ['sep = "x"', "Cannot assign to 'sep' because it is an import."],
    ])
      expect(await shownFor(code), code).to.equal(`TypeScriptError: ${words}`);
  });

  it('lead to the latest declaration, even in functions of other cells', async () => {
    await run('function inner() { return "old"; }');
    await run('const outer = () => inner();');
    await run('function inner() { return "new"; }');
    expect(await shownFor('outer()')).to.equal("'new'");
  });

  it('keep their types: classes with private parts, enums, namespaces, generics, merged interfaces', async () => {
    await run(`class Box<T> { private secret = 1; constructor(readonly value: T) {} }
enum Level { Low, High } namespace Tools { export const twice = (x: number) => 2 * x; export type Id = string; }
interface Both { a: number } interface Both { b: string } type Pair<T> = [T, T];
abstract class Shape { abstract area(): number }`);
    await run(`const box: Box<Level> = new Box(Level.High); const id: Tools.Id = 'i'; const pair: Pair<Both> = [{ a: 1, b: 'b' }, { a: 2, b: 'c' }];
class Square extends Shape { area() { return Tools.twice(2); } }`);
    expect(await shownFor('[box.value === Level.High, id, pair[1].b, new Square().area(), Level[0]]')).to.equal(
      "[ true, 'i', 'c', 4, 'Low' ]",
    );
    expect(await shownFor('const wrong: Box<string> = box;')).to.contain(
      "Type 'Box<Level>' is not assignable to type 'Box<string>'",
    );
    expect(await shownFor('const part: Both = { a: 1 };')).to.contain("Property 'b' is missing");
  });

  it('can be declared in the global scope, and changed there by running the cell again', async () => {
    await run(
      'declare global { interface Array<T> { second(): T } var shared: number }\nArray.prototype.second = function () { return this[1]; };',
    );
    await run('globalThis.shared = 7;');
    expect(await shownFor('[[1, 2].second(), shared]')).to.equal('[ 2, 7 ]');
    await run(
      'declare global { interface Array<T> { second(): T } var shared: number }\nArray.prototype.second = function () { return this[1]; };',
    );
    expect(await shownFor('const s: string = shared;')).to.contain("'number' is not assignable to type 'string'");
  });

  it('have types that no declaration could name', async () => {
    expect(
      await shownFor(
        'const A = class { private a = 1 };\nfunction f() { interface L { a: number } return { a: 1 } as L; }\nf().a',
      ),
    ).to.equal('1');
    expect(
      await shownFor('const symbols = { [Symbol("s")]: 1, f: f() }; symbols.f.a + new A().toString().length'),
    ).to.equal('16');
  });

  it('may be a value and a type, in cells of their own and in either order', async () => {
    await run('const Kind = ["a", "b"] as const; function make() { return 1; } let level = 1; class Old { x = 1 }');
    await run(
      'type Kind = (typeof Kind)[number]; export type make = ReturnType<typeof make>; interface level { l: 1 }',
    );
    await run('type Old = string;');
    expect(
      await shownFor(
        'const k: Kind = "b"; const m: make = make(); level += m; const l: level = { l: 1 }; [k, Kind, level, l]',
      ),
    ).to.equal("[ 'b', [ 'a', 'b' ], 2, { l: 1 } ]");
    expect(await shownFor('const old: Old = "o"; [old, new Old().x]')).to.equal("[ 'o', 1 ]");
    expect(await shownFor('const wrong: Kind = "c";')).to.contain('"c"');
    await run('type Color = "red" | "green"; interface Box { x: number } type Pair<T> = [T, T];');
    await run(
      'const Color = { red: "red" } satisfies Record<string, Color>; const Box = (): Box => ({ x: 3 }); let Pair = 1;',
    );
    expect(await shownFor('const color: Color = Color.red; const box: Box = Box(); [color, box.x, Pair]')).to.equal(
      "[ 'red', 3, 1 ]",
    );
    expect(await shownFor('const wrong: Color = "blue";')).to.contain('"blue"');
    expect(await shownFor('Kind = 1')).to.contain("Cannot assign to 'Kind' because it is a constant");
  });

  it('are available, in a statement with several, up to the one that throws', async () => {
    await run('const kept = 1, lost = (() => { throw new Error("boom"); })();');
    expect(await shownFor('kept')).to.equal('1');
    expect(await shownFor('lost')).to.contain("Cannot find name 'lost'");
  });

  it('are available, in a pattern with several, up to the one that throws', async () => {
    await run('const boom = (): number => { throw new Error("boom"); }; let later = "earlier", third = "earlier";');
    for (const [code, seen, shown] of [
      ['const [d, later = boom()] = [1];', '[d, later]', "[ 1, 'earlier' ]"],
      ['const { b, d: { later = boom() }, third } = { b: 2, d: {}, third: 3 };', '[b, later]', "[ 2, 'earlier' ]"],
      ['let [nothing, [inner, later = boom()]] = [undefined, [3]];', '[nothing, inner]', '[ undefined, 3 ]'],
      [
        'var [hoisted, later = boom(), third] = [4] as any[]; later;',
        '[hoisted, later, third]',
        "[ 4, 'earlier', 'earlier' ]",
      ],
      ['const { e, get } = { e: 5, get get() { return boom(); } };', 'e', '5'],
      ['const f = 6, { g, ...rest } = { g: 7, get more() { return boom(); } };', '[f, g]', '[ 6, 7 ]'],
      ['export const [h, i = await Promise.reject(new Error("boom"))] = [8];', 'h', '8'],
      ['for (var [j, k = boom()] of [[9], [10]]) j;', '[j, k]', '[ 9, undefined ]'],
      ['for (var { l, m = boom() } of [{ l: 11 }]) l;', 'l += 1; l', '12'],
    ]) {
      expect((await run(String(code))).reply.evalue, code).to.equal('boom');
      expect(await shownFor(String(seen)), code).to.equal(shown);
    }
    expect(await shownFor('rest')).to.contain("Cannot find name 'rest'");
    expect(await shownFor('inner += 1; inner')).to.equal('4');
    expect(await shownFor('d = 2')).to.contain('constant');
  });

  it('may be those that Node gives to modules', async () => {
    expect(
      await shownFor(
        '[typeof require("node:fs").readFileSync, __dirname === process.cwd(), import.meta.dirname === __dirname]',
      ),
    ).to.equal("[ 'function', true, true ]");
    expect(await shownFor('require.main === module')).to.equal('true');
    expect(await shownFor('const exports = 1, require = 2, module = 3; exports + require + module')).to.equal('6');
    expect(await shownFor('new URL("./data.csv", import.meta.url).pathname === __dirname + "/data.csv"')).to.equal(
      'true',
    );
  });

  it('are strict, as in every module', async () => {
    expect((await run('const frozen = Object.freeze({ a: 1 });\n(frozen as any).a = 2;')).reply.ename).to.equal(
      'TypeError',
    );
    expect(await shownFor('(function (this: unknown) { return this === undefined; })()')).to.equal('true');
  });

  it('allow export before a declaration, which means nothing', async () => {
    expect(
      await shownFor(
        'export const exported = 1; export function ef() { return exported; } export interface EI { a: 1 }\nef()',
      ),
    ).to.equal('1');
    expect(await shownFor('const ei: EI = { a: exported as 1 }; ei.a')).to.equal('1');
    expect(tracebackOf(await run('const a = 1;\nexport default a;'))).to.contain(
      'In [n]:2:1 - error: A cell has no default export',
    );
  });

  it('may be declared by var in a loop, branch or block, and are there after an error in it', async () => {
    await run('if (process.pid < 0) { var untouched: number | undefined; }\ntry { var list = [1, 2]; } catch {}');
    await run('for (var round = 0; ; round++) { var twice = 2 * round; if (round === 3) throw new Error("stop"); }');
    expect(await shownFor('round += 10; [untouched, list, round, twice]')).to.equal('[ undefined, [ 1, 2 ], 13, 6 ]');
    expect((await run('const f = () => { for (var own = 0; own < 1; own++); };\nown')).reply.evalue).to.equal(
      "Cannot find name 'own'.",
    );
  });

  it('may be destructured and renamed in every form, with and without await', async () => {
    await run('const make = () => ({ model: 1, deep: [{ q: 2 }, 3] as const, more: 4, other: 5 });');
    await run('const { model: walker } = make()');
    await run(
      'let { deep: [{ q }, third = 0], none = 6, ...rest } = make() as ReturnType<typeof make> & { none?: number };',
    );
    await run(
      'const [, second, ...tail] = await Promise.resolve([1, 2, 3]), { more: renamed } = await Promise.resolve(make());',
    );
    expect(
      await shownFor('q += 1; JSON.stringify([walker, q, third, none, rest.other, second, tail, renamed])'),
    ).to.equal("'[1,3,3,6,5,2,[3],4]'");
  });

  it("refer to earlier cells in a parameter's default, whatever the body declares", async () => {
    await run('const seed = 1;');
    expect(await shownFor('function draw(r = seed) { const seed = r + 1; return seed; }\ndraw()')).to.equal('2');
    expect(await shownFor('((seed: number, r = seed) => r)(5)')).to.equal('5');
  });

  it('keep the type of an array that starts empty', async () => {
    await run('const losses = []; losses.push(1, 2);');
    expect(await shownFor('losses.length')).to.equal('2');
  });

  it('cost no more after many runs of one cell', async function () {
    this.timeout(120_000);
    await run('let count = 0; interface Point { x: number }');
    const cpu = async (): Promise<number> => Number(await shownFor('process.cpuUsage().user / 1e3'));
    const runAgain = async (times: number): Promise<number> => {
      const before = await cpu();
      for (let i = 0; i < times; i++)
        await run('count += 1; const point: Point = { x: count }; class Again { p = point }');
      return ((await cpu()) - before) / times;
    };
    const first = await runAgain(10);
    await runAgain(60);
    // Without forgetting cells, each run would check all earlier ones again.
    expect(await runAgain(10)).to.be.below(3 * first);
    expect(await shownFor('count')).to.equal('80');
  });
});

describe('the syntax of cells', () => {
  useSharedKernel();

  it('may await at the top level in every form', async () => {
    for (const [code, value] of [
      ["const t = await (await fetch('data:,hi')).text(); t", "'hi'"],
      ['await [1]', '[ 1 ]'],
      ['await `t`', "'t'"],
      ['await -1', '-1'],
      ['await (async () => 4)()', '4'],
      ['const { a } = await Promise.resolve({ a: 5 }); a', '5'],
      ['for await (const x of [6]) { if (await x) { globalThis.process; } }\nawait 6', '6'],
    ])
      expect(await shownFor(code), code).to.equal(value);
  });

  it('is that of TypeScript today', async () => {
    for (const [code, value] of [
      ['{ using d = { [Symbol.dispose]() { console.log("disposed"); } }; }\n1', '1'],
      ['class Acc { accessor z = 1 } new Acc().z', '1'],
      [
        'function pick<const T extends readonly unknown[]>(x: T, y: NoInfer<T[number]>) { return [x, y]; } pick([1, 2], 2)',
        '[ [ 1, 2 ], 2 ]',
      ],
      ['[1, undefined, 2].filter((x) => x !== undefined).map((x) => x.toFixed(1))', "[ '1.0', '2.0' ]"],
      ['const f64: Float64Array<ArrayBuffer> = new Float64Array(1); f64.length satisfies number', '1'],
      [
        'function logged(value: Function, _: ClassMethodDecoratorContext) { return value as never; } class D { @logged m() { return 2; } } new D().m()',
        '2',
      ],
    ])
      expect(await shownFor(code), code).to.equal(value);
  });

  it('may turn the type checker off by a comment at the start', async () => {
    await run('const known = 1;');
    expect(await shownFor('/* why */\n// @ts-nocheck\nconst text: string = known; text')).to.equal('1');
    expect(await shownFor('const text2: string = known; // @ts-nocheck')).to.contain('TypeScriptError');
  });
});
