import { expect } from 'chai';
import { ofType, run, shownFor, useSharedKernel } from '../support/kernel.js';

describe('after a cell has broken built-in objects,', () => {
  useSharedKernel();

  const cases: [string, string][] = [
    ['(globalThis as any).Promise = null', 'Promise'],
    ['(globalThis as any).queueMicrotask = undefined', 'queueMicrotask'],
    ['(globalThis as any).Object = 5; (globalThis as any).Error = null', 'Object, Error'],
    ['(globalThis as any).JSON = undefined; (globalThis as any).Map = 1', 'Map, JSON'],
    ['(globalThis as any).process = undefined', 'process'],
    ['delete (globalThis as any).Symbol', 'Symbol'],
    ["(Array.prototype as any).map = () => { throw new Error('patched') }", 'Array.prototype.map'],
    ['(Array.prototype as any)[Symbol.iterator] = undefined', 'Array.prototype.Symbol(Symbol.iterator)'],
    ['(Promise.prototype as any).then = () => {}', 'Promise.prototype.then'],
    ['(Function.prototype as any).call = null', 'Function.prototype.call'],
    ['(JSON as any).stringify = () => ""', 'JSON.stringify'],
    ['(Object.prototype as any).then = (done: any) => done(5)', 'Object.prototype.then'],
    ['(Object.prototype as any).get = 7', 'Object.prototype.get'],
  ];
  for (const [code, names] of cases)
    it(`the kernel restores them and says so: ${names}`, async () => {
      const broken = await run(`${code};\nundefined;`);
      expect(broken.reply.status).to.equal('ok');
      expect(ofType(broken, 'stream')).to.deep.equal([
        {
          name: 'stderr',
          text: `The kernel needs built-in objects that code has broken, and has restored them: ${names}\n`,
        },
      ]);
      expect(await shownFor('await Promise.resolve([1, 2].map((x) => x + 1))')).to.equal('[ 2, 3 ]');
      expect(await shownFor('throw new TypeError("still named")')).to.equal('TypeError: still named');
    });

  it('the error of a cell that throws is still its own', async () => {
    const result = await run("(globalThis as any).Error = null; throw 'thrown after the change';");
    expect(result.reply.evalue).to.contain('thrown after the change');
  });

  it('a patch that works stays in place', async () => {
    await run('const before = Math.random;\nMath.random = () => 0.5;');
    await run(
      'const map = Array.prototype.map;\nArray.prototype.map = function (this: any, f: any) { return map.call(this, f); } as any;',
    );
    expect(await shownFor('[Math.random(), Array.prototype.map === map]')).to.equal('[ 0.5, false ]');
    await run('Math.random = before;\nArray.prototype.map = map;');
  });

  it('the kernel also restores what a timer has broken between two cells', async () => {
    await run(
      'setTimeout(() => { (globalThis as any).Promise = null; }, 1);\nawait new Promise<void>((done) => setTimeout(done, 20));',
    );
    expect(await shownFor('await new Promise<number>((done) => done(3))')).to.equal('3');
  });
});
