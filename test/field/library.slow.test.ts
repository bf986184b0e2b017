import { expect } from 'chai';
import { useBackend } from 'initlab';
import { confirm } from './confirm.js';
import { halfOf } from './half.js';
import { builtIds, entriesOf, isFailing } from './library.js';
import { droppedSources, failingSources, soundSources } from './sources.js';

/** Ids of some networks for development that train in a few seconds. */
const SAMPLE = ['regression-relu-output', 'tfjs-boston-linear', 'micrograd-moons'];

/** The least counts of networks that fail and that learn, for each part. */
const LEAST = [
  ['development', 94, 63],
  ['heldOut', 8, 3],
] as const;

describe('the networks of the field library', () => {
  before(() => useBackend('wasm'));

  it('lie in the folder of their part, and are not dropped', () => {
    const dropped = new Set(droppedSources().map(({ id }) => id));
    for (const half of ['development', 'heldOut'] as const) {
      for (const id of builtIds(half)) {
        const source = [...failingSources(), ...soundSources()].find((entry) => entry.id === id);
        expect(source && halfOf(source), id).to.equal(half);
        expect(dropped, id).not.to.include(id);
      }
    }
  });

  for (const [half, failing, sound] of LEAST) {
    it(`are at least ${failing} that fail and ${sound} that learn in ${half}`, () => {
      const built = builtIds(half);
      const count = (list: readonly { id: string }[]) => list.filter(({ id }) => built.includes(id)).length;
      expect(count(failingSources())).to.be.at.least(failing);
      expect(count(soundSources())).to.be.at.least(sound);
    });

    it(`have the id of their file, and a repair if and only if they fail, in ${half}`, async () => {
      for (const { network, source } of await entriesOf(half)) {
        expect(network.id).to.equal(source.id);
        expect(network.repaired !== undefined, network.id).to.equal(isFailing(source));
      }
    });
  }

  it('learn or fail as their sources say, for a sample of them', async () => {
    for (const entry of await entriesOf('development', SAMPLE)) {
      const [confirmation] = await confirm(entry, [1]);
      expect(confirmation.holds, entry.network.id).to.equal(true);
    }
  });
});
