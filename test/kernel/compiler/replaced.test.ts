import { expect } from 'chai';
import { type Compiler, createCompiler } from '../../../kernel/src/compiler/compiler.js';
import type { FinishedCell } from '../../../kernel/src/threads/messages.js';
import { temporaryFolder } from '../support/files.js';

describe('cells whose names are declared again', function () {
  this.timeout(120_000);

  const folder = temporaryFolder();
  let compiler: Compiler;
  let count: number;
  /** The cells that the compiler still knows. */
  let kept: Map<number, FinishedCell>;

  beforeEach(() => {
    compiler = createCompiler(folder, []);
    count = 0;
    kept = new Map();
  });

  /** Compiles a cell as if it ran to its end, and reached the given names. Returns its error. */
  function run(code: string, ...reached: string[]): string {
    const cell = ++count;
    const label = `In [${cell}]`;
    const answer = compiler.compile(cell, code, label);
    if (answer.status === 'refused') return answer.failure.traceback.join('\n');
    const finished = { cell, code, label, reached };
    kept.set(cell, finished);
    for (const forgotten of compiler.finish(finished)) kept.delete(forgotten);
    return '';
  }

  it('are forgotten, whatever they are, and so are those that declare nothing', () => {
    const kinds: [string, ...string[]][] = [
      ['1 + #'],
      ['let total = #;', 'total'],
      ['total += #;'],
      ['function scale(x: number): number { return # * x; }', 'scale'],
      ['interface Point { x: number; y?: string }\nconst point: Point = { x: # };', 'point'],
      ['class Counter { private n = #; next(): number { return ++this.n + total; } }', 'Counter'],
      ["import { join } from 'node:path';\njoin('#', String(scale(2)))", 'join'],
      ['const [first, ...others] = [#, point.x, new Counter().next()];', 'first', 'others'],
      ['declare global { var shared: number }\nglobalThis.shared = 1;'],
    ];
    for (let i = 0; i < 81; i++) {
      const [code, ...reached] = kinds[i % kinds.length];
      expect(run(code.replace('#', String(i)), ...reached), code).to.equal('');
      expect(kept.size, `after ${i} cells`).to.be.at.most(2 * kinds.length);
    }
  });

  it('leave no chain behind if they refer to each other', () => {
    run('let a = [1];', 'a');
    for (let i = 0; i < 24; i++) {
      expect(run('const b = a.map((x) => x + 1);', 'b')).to.equal('');
      expect(run('function f() { return b.length; }', 'f')).to.equal('');
      expect(run('let a = b.filter((x) => x > f());', 'a')).to.equal('');
    }
    expect(kept.size).to.be.at.most(10);
    expect(run('const text: string[] = a;')).to.contain("Type 'number[]' is not assignable to type 'string[]'");
  });

  it('leave no long chain behind if their code changes each time', () => {
    run('let a = [1];', 'a');
    for (let i = 0; i < 24; i++) {
      expect(run(`const b = a.map((x) => x + ${i});`, 'b')).to.equal('');
      expect(run(`let a = b.filter((x) => x > ${i});`, 'a')).to.equal('');
    }
    expect(kept.size).to.be.at.most(12);
    expect(run('const text: string[] = a;')).to.contain("Type 'number[]' is not assignable to type 'string[]'");
  });

  it('are bounded in number even if each run makes a new type', () => {
    run('const a = { depth: 0 };', 'a');
    for (let i = 0; i < 24; i++) {
      expect(run(`const b = { b: a };`, 'b')).to.equal('');
      expect(run(`const a = { a: b };`, 'a')).to.equal('');
    }
    expect(kept.size).to.be.at.most(30);
    expect(run('a.a.b.a.b.a.c;')).to.contain("Property 'c' does not exist");
  });

  it('have the types of their latest run', () => {
    run('const source = [1];', 'source');
    run('const last = source.at(-1)!;', 'last');
    run('class Box { private x = last; peek() { return this.x; } }', 'Box');
    run('const box = new Box();', 'box');
    expect(run('const same: number = box.peek();')).to.equal('');
    run("const source = ['text'];", 'source');
    run('const last = source.at(-1)!;', 'last');
    expect(run('const one: number = last;')).to.contain("Type 'string' is not assignable to type 'number'");
    expect(run('const still: number = box.peek();'), 'box was made from the first class').to.equal('');
    run('class Box { private x = last; peek() { return this.x; } }', 'Box');
    run('const box = new Box();', 'box');
    expect(run('const two: number = box.peek();')).to.contain("Type 'string' is not assignable to type 'number'");
    run('const source = [1];', 'source');
    run('const last = source.at(-1)!;', 'last');
    expect(run('const three: number = last;')).to.equal('');
    expect(run('const wrong: Box = { x: "x", peek: () => "x" };')).to.match(/'x' is private in type '.*Box'/);
  });

  it('are named by their latest run in messages', () => {
    for (let i = 0; i < 3; i++) run('class Vector { private x = 1 }', 'Vector');
    run('const v = new Vector();', 'v');
    run('class Vector { private y = 2 }', 'Vector');
    expect(run('const w: Vector = v;')).to.contain(
      "missing in type 'In [3].Vector' but required in type 'In [5].Vector'",
    );
  });

  it('are not needed by a compiler that is started later', () => {
    run('const n = 1;', 'n');
    run("import { basename, join } from 'node:path';", 'basename', 'join');
    for (let i = 0; i < 5; i++) {
      run('const m = n + 1, text = basename("a");', 'm', 'text');
      run('const n = m;', 'n');
    }
    run("const join = 'mine';", 'join');
    run('const m = n + 1, text = basename("a");', 'm');
    const before = [...kept.values()];
    expect(before.length).to.be.at.most(10);
    compiler = createCompiler(folder, []);
    compiler.restore(before);
    expect(run('const p: number = n + m; const q: string = text + join + basename("b");')).to.equal('');
    expect(run('const r: string = n;')).to.contain("Type 'number' is not assignable to type 'string'");
    expect(run('const s: number = text;')).to.contain("Type 'string' is not assignable to type 'number'");
  });
});
