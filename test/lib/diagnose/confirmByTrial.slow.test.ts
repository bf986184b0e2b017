import { expect } from 'chai';
import { diagnose, trace, useBackend } from 'initlab';
import { hindered, learn, learning, rowsOf, trained } from '../../faults/shallow.js';
import { lossRatio, small } from '../../faults/small.js';

/** Seeds of each network. The fast tests also diagnose the first one. */
const SEEDS = [1, 2, 3, 4, 5];

describe('a shallow network', () => {
  before(() => useBackend('wasm'));

  for (const [title, net] of Object.entries(learning)) {
    it(`learns with the weights that it has: ${title}`, async function () {
      this.timeout(300_000);
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        const options = { loss: net.loss, steps: 250, learningRate: 0.003 };
        expect(await lossRatio(model, rowsOf(net, seed), options), `${seed}`).to.be.below(0.6);
        model.dispose();
      }
    });
  }

  for (const [title, net] of Object.entries(hindered)) {
    it(`learns faster after the repair: ${title}`, async function () {
      this.timeout(300_000);
      for (const seed of SEEDS) {
        const rows = rowsOf(net, seed);
        const ends: number[] = [];
        for (const isRepaired of [true, false]) {
          const model = small(net.inputs, net.parts, seed);
          if (isRepaired) diagnose(model, rows, { loss: net.loss }).apply();
          await lossRatio(model, rows, { loss: net.loss, steps: 60, learningRate: 0.003 });
          ends.push(trace(model, rows, { loss: net.loss }).loss?.value as number);
          model.dispose();
        }
        expect(ends[0], `${seed}`).to.be.below(0.9 * ends[1]);
      }
    });
  }

  for (const [title, net] of Object.entries(trained)) {
    it(`remains healthy after training: ${title}`, async function () {
      this.timeout(300_000);
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        await learn(model, net);
        expect(diagnose(model, net.rows, net.loss ? { loss: net.loss } : {}).verdict, `${seed}`).to.equal('healthy');
        model.dispose();
      }
    });
  }
});
