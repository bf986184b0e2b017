import { expect } from 'chai';
import { loadSweep } from 'initlab/tasks';
import * as edgeOfChaos from '../../../../data/sweeps/edge-of-chaos.js';
import * as xavierHe from '../../../../data/sweeps/xavier-he.js';

type Run = (point: never, context: never) => Promise<{ accuracy?: number }>;

/** The stored sweeps, and how far apart the points are that are trained again. */
const SWEEPS: Record<string, { run: Run; stride: number }> = {
  'edge-of-chaos': { run: edgeOfChaos.run as Run, stride: 37 },
  'xavier-he': { run: xavierHe.run as Run, stride: 11 },
};

describe('a stored sweep', function () {
  this.timeout(600_000);

  for (const [name, { run, stride }] of Object.entries(SWEEPS))
    it(`has the accuracies that training again gives: ${name}`, async () => {
      for (const row of loadSweep(name).filter((_, i) => i % stride === 0)) {
        const context = { seed: row.pointSeed, signal: new AbortController().signal, progress: () => {} };
        const { accuracy } = await run(row as never, context as never);
        expect(accuracy, JSON.stringify(row)).to.equal(row.accuracy);
      }
    });
});
