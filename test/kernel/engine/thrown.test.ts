import { expect } from 'chai';
import { request, run, shownFor, useSharedKernel } from '../support/kernel.js';

describe('after a cell has thrown,', () => {
  useSharedKernel();

  it('later cells see what it had imported and declared by then', async () => {
    const threw = await shownFor(
      `import { basename, type ParsedPath } from 'node:path';
import * as os from 'node:os';
interface Point { x: number }
const [origin, { far }] = [{ x: 0 } as Point, { far: 9 }];
class Path { parts: ParsedPath[] = [] }
function double(n: number) { return 2 * n; }
throw new Error('as asked');`,
    );
    expect(threw).to.equal('Error: as asked');
    expect(await shownFor("basename('/a/b')")).to.equal("'b'");
    expect(await shownFor('typeof os.cpus')).to.equal("'function'");
    expect(await shownFor('const p: Point = origin;\n[double(far), p.x, new Path().parts.length]')).to.equal(
      '[ 18, 0, 0 ]',
    );
    expect(await shownFor('const list: ParsedPath[] = [];\nlist.length')).to.equal('0');
  });

  it('later cells see the value that a variable had at the error, even with top-level await', async () => {
    await run(
      'let count = 1;\ncount += await Promise.resolve(1);\nif (count > 1) throw new Error("as asked");\ncount = 9;',
    );
    expect(await shownFor('count')).to.equal('2');
  });

  it('later cells do not see what it declares after the error', async () => {
    await run('const ahead = 1;\nconst behind = JSON.parse("}"), last = 2;\nclass Behind {}\nconst end: string = "";');
    expect(await shownFor('ahead')).to.equal('1');
    for (const name of ['behind', 'last', 'Behind', 'end'])
      expect(await shownFor(`${name};`), name).to.contain(`Cannot find name '${name}'`);
  });

  it('a name that it had not redeclared yet keeps its old value', async () => {
    await run('const model = { units: 3 }; let steps = 1; function loss() { return 0.5; }');
    await run('throw new Error("as asked");\nconst model = "another"; let steps = "many";\nclass loss {}');
    // A function is there from the beginning of its cell; a class is not.
    expect(await shownFor('[model.units, steps + 1, loss()]')).to.equal('[ 3, 2, 0.5 ]');
    await run('const model = "another";');
    expect(await shownFor('model.toUpperCase()')).to.equal("'ANOTHER'");
  });

  it('a variable that it set to undefined stays undefined', async () => {
    await run('let best: number | undefined = 1;');
    await run('best = undefined;\nthrow new Error("as asked");');
    expect(await shownFor('[best]')).to.equal('[ undefined ]');
  });

  it('a cell that does not compile changes nothing, and later cells run', async () => {
    await run('const kept = 1;\nthrow new Error("as asked");');
    await run('const kept: string = 5;');
    expect(await shownFor('kept')).to.equal('1');
    await run('const more = kept + 1;\nthrow new Error("again");');
    expect(await shownFor('kept + more')).to.equal('3');
    expect(await shownFor('const sum = kept + more;\nsum')).to.equal('3');
    expect(await shownFor('sum + kept')).to.equal('4');
  });

  it('its variables are offered for completion', async () => {
    await run('const resilient = { depth: 50 };\nthrow new Error("as asked");');
    const code = 'resilient.de';
    const { matches } = await request('complete_request', { code, cursor_pos: code.length });
    expect(matches).to.deep.equal(['depth']);
  });
});
