import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataError, loadComparison } from 'initlab/tasks';
import { COMPARISONS } from './comparisons.js';

describe('loadComparison', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-comparison-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, { starts, options }] of Object.entries(COMPARISONS)) {
    it(`has the runs of every start with seeds 1 to 5: ${name}`, () => {
      const runs = loadComparison(name);
      const expected = Object.keys(starts).flatMap((start) => [1, 2, 3, 4, 5].map((seed) => [start, seed]));
      expect(runs.map((run) => [run.name, run.seed])).to.deep.equal(expected);
      for (const { loss, end, steps, lastLoss, testLoss } of runs) {
        if (end === 'diverged') continue;
        expect([loss.length, steps]).to.deep.equal([options.steps, options.steps]);
        const last = [...loss.slice(-20)].reduce((sum, value) => sum + value / 20, 0);
        expect(lastLoss / last).to.be.closeTo(1, 1e-4);
        expect(testLoss).to.be.above(0);
      }
    });
  }

  it('shows itself as a table with a row for each start', () => {
    const lines = String(loadComparison('transformers')).split('\n');
    expect(lines[0]).to.equal('5 seeds per start; median (lowest to highest)');
    expect(lines).to.have.length(2 + Object.keys(COMPARISONS.transformers.starts).length);
  });

  it('reads a run that diverged', () => {
    const run = { name: 'large', seed: 1, end: 'diverged', steps: 1, lastLoss: null, testLoss: null, loss: [9, null] };
    writeFileSync(join(folder, 'large.json'), JSON.stringify([run]));
    const [stored] = loadComparison('large', folder);
    expect([...stored.loss, stored.lastLoss, stored.testLoss]).to.deep.equal([9, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('names the file that is missing, and rejects a name that is none', () => {
    expect(() => loadComparison('nothing', folder)).to.throw(DataError, /nothing\.json.*missing/);
    expect(() => loadComparison('../nothing')).to.throw(TypeError, /name is "\.\.\/nothing"; it must be the name/);
  });
});
