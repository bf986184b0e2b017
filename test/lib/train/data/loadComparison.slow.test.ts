import { expect } from 'chai';
import { useBackend } from 'initlab';
import { compare, loadComparison } from 'initlab/tasks';
import { COMPARISONS } from './comparisons.js';

/** Number of steps that are trained again. */
const STEPS = 20;

describe('a stored comparison', function () {
  this.timeout(600_000);
  before(() => useBackend('wasm'));

  for (const [name, { starts, options, optionsOf }] of Object.entries(COMPARISONS)) {
    Object.entries(starts).forEach(([start, make], i) => {
      // Another seed for each start, so that all seeds are used.
      const seed = (i % 5) + 1;
      it(`has the losses that training again gives: ${name}, ${start}, seed ${seed}`, async () => {
        const stored = loadComparison(name).find((run) => run.name === start && run.seed === seed);
        const steps = Math.min(STEPS, options.steps);
        const [again] = await compare({ [start]: make }, { ...options, ...optionsOf?.(start), steps, seeds: [seed] });
        expect(Array.from(again.loss, written)).to.deep.equal(Array.from(stored?.loss.slice(0, steps) ?? [], written));
      });
    });
  }
});

/** The digits that are stored. */
function written(loss: number): number {
  return Number(loss.toPrecision(6));
}
