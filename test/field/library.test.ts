import { expect } from 'chai';
import { useBackend } from 'initlab';
import { confirm } from './confirm.js';
import { halfOf } from './half.js';
import { builtIds, entriesOf, isFailing } from './library.js';
import { droppedSources, failingSources, soundSources } from './sources.js';

/** Ids of some networks for development that train in a few seconds. */
const SAMPLE = ['regression-relu-output', 'tfjs-boston-linear', 'micrograd-moons'];

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

  it('are at least 60 that fail and 40 that learn for development', () => {
    const built = builtIds('development');
    const [failing, sound] = [failingSources(), soundSources()].map((list) => list.map(({ id }) => id));
    expect(built.filter((id) => failing.includes(id)).length).to.be.at.least(60);
    expect(built.filter((id) => sound.includes(id)).length).to.be.at.least(40);
  });

  it('have the id of their file, and a repair if and only if they fail', async () => {
    for (const { network, source } of await entriesOf('development')) {
      expect(network.id).to.equal(source.id);
      expect(network.repaired !== undefined, network.id).to.equal(isFailing(source));
    }
  });

  it('learn or fail as their sources say, for a sample of them', async () => {
    for (const entry of await entriesOf('development', SAMPLE)) {
      const [confirmation] = await confirm(entry, [1]);
      expect(confirmation.holds, entry.network.id).to.equal(true);
    }
  });
});
