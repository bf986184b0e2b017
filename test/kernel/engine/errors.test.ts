import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ofType, run, textOf, tracebackOf, useSharedKernel } from '../support/kernel.js';

describe('the errors of a cell', () => {
  useSharedKernel();

  it('have a name, a message and a line number in the TypeScript source', async () => {
    const result = await run(`interface Point { x: number }

const missing: any = undefined;
function read(): Point {
  // A comment, and types above: neither is in the code that runs.
  return missing.point;
}
read();`);
    expect(result.reply).to.include({
      status: 'error',
      ename: 'TypeError',
      evalue: "Cannot read properties of undefined (reading 'point')",
    });
    expect(tracebackOf(result)).to.equal(
      `TypeError: Cannot read properties of undefined (reading 'point')
    at read (In [n]:6:18)
    at In [n]:8:1`,
    );
    const { ename, evalue, traceback } = result.reply;
    expect(ofType(result, 'error')).to.deep.equal([{ ename, evalue, traceback }]);
  });

  it('name the earlier cell that a function comes from', async () => {
    const first = await run('class Broken {\n  now(): never {\n    throw new RangeError("as asked");\n  }\n}');
    const second = await run('const list = [1].map(\n  () =>\n    new Broken().now(),\n);');
    expect(tracebackOf(second)).to.equal(
      `RangeError: as asked
    at Broken.now (In [${first.reply.execution_count}]:3:11)
    at In [n]:3:18
    at Array.map (<anonymous>)
    at In [n]:1:18`,
    );
  });

  it('point to the right line after an await', async () => {
    const result = await run(
      'async function fail(): Promise<void> {\n  await null;\n  throw new Error("late");\n}\n\nawait fail();',
    );
    expect(tracebackOf(result)).to.equal('Error: late\n    at fail (In [n]:3:9)\n    at In [n]:6:1');
  });

  it('show their cause', async () => {
    const result = await run('throw new Error("outer", {\n  cause: new TypeError("inner") });');
    expect(tracebackOf(result)).to.equal(
      'Error: outer\n    at In [n]:1:7\ncaused by TypeError: inner\n    at In [n]:2:10',
    );
  });

  it('show all errors of several, and fields of their own, as Node.js does', async () => {
    const several = await run(
      'await Promise.any([\n  Promise.reject(new Error("a")),\n  Promise.reject(new TypeError("b")),\n]);',
    );
    expect(tracebackOf(several)).to.equal(
      `AggregateError: All promises were rejected
error 1 of 2: Error: a
    at In [n]:2:18
error 2 of 2: TypeError: b
    at In [n]:3:18`,
    );
    const missing = await run('import { readFileSync } from "node:fs";\nreadFileSync("no-such-file");');
    expect(tracebackOf(missing)).to.contain("code: 'ENOENT',").and.to.contain("path: 'no-such-file'");
    const own = await run(
      'class Own extends Error { constructor(readonly details: object) { super("own"); } }\nthrow new Own({ a: [1] });',
    );
    expect(tracebackOf(own)).to.match(/^Error: own\n {4}at In \[n\]:2:7 \{\n {2}details: \{\n/);
    const circle = await run('const e = new Error("e"); e.cause = e; throw e;');
    expect(tracebackOf(circle)).to.contain('(described above)');
  });

  it('can be values that are not an Error', async () => {
    expect((await run('throw "a string";')).reply).to.include({ ename: 'Thrown', evalue: "'a string'" });
    expect((await run('throw undefined;')).reply).to.include({ ename: 'Thrown', evalue: 'undefined' });
  });

  it('contain no absolute path of the machine', async () => {
    const result = await run(
      'import { readFileSync } from "node:fs";\nreadFileSync(process.cwd() + "/../no/such/file");',
    );
    expect(result.reply.evalue).to.match(/open '.*no\/such\/file'$/);
    expect(tracebackOf(result)).to.not.contain(process.cwd()).and.not.contain('/tmp/');
  });

  it('point to the TypeScript source of a local file', async () => {
    const folder = (await run('process.cwd()')).published[1].content.data as Record<string, string>;
    const file = join(folder['text/plain'].slice(1, -1), 'local.ts');
    writeFileSync(
      file,
      'interface A { x: number }\n\nexport function f(a: A): number {\n  throw new Error("no " + a.x);\n}\n',
    );
    const result = await run('import { f } from "./local";\nf({ x: 1 });');
    expect(tracebackOf(result)).to.match(/^Error: no 1\n {4}at f \(local\.ts:4:9\)\n {4}at In \[n\]:2:\d$/);
  });

  it('have the same stack when a cell prints them', async () => {
    const result = await run('\nconsole.log(new Error("printed").stack);');
    const expected = `Error: printed\n    at In [${result.reply.execution_count}]:2:13\n`;
    expect(textOf(result, 'stdout')).to.equal(expected);
  });

  it('name what the cell names, and nothing of the JavaScript that runs', async () => {
    await run('const anything: any = 5; import os from "node:os"; import * as path from "node:path";');
    for (const [code, message] of [
      ['anything()', 'anything is not a function'],
      ['new anything()', 'anything is not a constructor'],
      ['for (const x of anything);', 'anything is not iterable'],
      ['(os as any).absent()', 'os.absent is not a function'],
      ['const { a } = anything.b;', "Cannot destructure property 'a' of 'anything.b' as it is undefined."],
      ['import { inspect } from "node:util"; (inspect as any).absent()', 'inspect.absent is not a function'],
    ] as const) {
      const result = await run(code);
      expect(result.reply.evalue, code).to.equal(message);
      expect((result.reply.traceback as string[])[0], code).to.equal(`TypeError: ${message}`);
    }
    expect((await run('throw new Error("$scope.x, as it was written")')).reply.evalue).to.equal(
      '$scope.x, as it was written',
    );
  });

  it('appear on stderr and do not end the kernel when they are uncaught', async () => {
    const result = await run(`setTimeout(() => { throw new Error("in a timer") }, 1);
Promise.reject(new Error("not handled"));
await new Promise((resolve) => setTimeout(resolve, 30));`);
    const n = result.reply.execution_count;
    expect(result.reply.status).to.equal('ok');
    expect(textOf(result, 'stderr')).to.equal(
      `Promise rejected and not handled: Error: not handled\n    at In [${n}]:2:16\n` +
        `Uncaught error, outside of any cell: Error: in a timer\n    at In [${n}]:1:26\n`,
    );
  });

  it('show the condition of a failed assertion that has no message', async () => {
    await run("import { strict as assert } from 'node:assert';\nconst losses = [2.3, 2.3];");
    const long = await run(
      'for (const loss of losses)\n  assert.ok(\n    loss < 2 &&\n      Math.abs(loss) > 0,\n  );',
    );
    expect(long.reply.evalue).to.equal('Expected loss < 2 && Math.abs(loss) > 0 to hold');
    expect(tracebackOf(long)).to.match(
      /^AssertionError: Expected loss < 2 && Math.abs\(loss\) > 0 to hold\n {4}at In \[n\]:2:/,
    );
    expect((await run('assert(losses.length === [1].at(0));')).reply.evalue).to.equal(
      'Expected losses.length === [1].at(0) to hold',
    );
    expect((await run('assert.ok(losses.length > 2, "too few");')).reply.evalue).to.equal('too few');
    expect((await run('assert.equal(losses.length, 3);')).reply.evalue).to.contain('2 !== 3');
    await run('function check(x: boolean) { assert.ok(x); }');
    expect((await run('check(false);')).reply.evalue, 'a condition in another cell').to.equal('false == true');
  });
});

describe('the type errors of a cell', () => {
  useSharedKernel();

  it('repeat the words of TypeScript once, each with its line and a caret', async () => {
    const result = await run('const count: number = 1;\nconst name: string = count;\nconst size: number = absent;');
    expect(result.reply).to.include({
      ename: 'TypeScriptError',
      evalue: "Type 'number' is not assignable to type 'string'. (and 1 more)",
    });
    expect(tracebackOf(result)).to.equal(
      `In [n]:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.

2 const name: string = count;
        ~~~~

In [n]:3:22 - error TS2304: Cannot find name 'absent'.

3 const size: number = absent;
                       ~~~~~~
`,
    );
  });

  it('show the whole chain of reasons', async () => {
    const result = await run('const inner = { y: "1" };\nconst outer: { x: { y: number } } = { x: inner };');
    expect(tracebackOf(result)).to.contain(
      `In [n]:2:39 - error TS2322: Type '{ y: string; }' is not assignable to type '{ y: number; }'.
  Types of property 'y' are incompatible.
    Type 'string' is not assignable to type 'number'.`,
    );
  });

  it('are found under the strict option of TypeScript', async () => {
    expect((await run('function f(x) { return x; }')).reply.evalue).to.contain("implicitly has an 'any' type");
    expect((await run('const found = [1].find((x) => x > 1);\nfound + 1;')).reply.ename).to.equal('TypeScriptError');
  });

  it('point to the end of the cell if the compiler finds them after its last line', async () => {
    expect(tracebackOf(await run('const text = `open'))).to.contain('In [n]:1:19 - error TS1160');
  });

  it('keep the whole cell from running', async () => {
    const result = await run('console.log("ran");\nconst wrong: number = "1";');
    expect(textOf(result, 'stdout')).to.equal('');
  });
});
