import { expect } from 'chai';
import { type FindingKind, initWeights, scaleResiduals, useBackend } from 'initlab';
import { TOPICS } from '../../../lib/src/diagnose/finding.js';
import { data } from '../../faults/case.js';
import { faults, faultyCase } from '../../faults/faults.js';
import { fair, healthy } from '../../faults/healthy.js';
import { judgeFault, judgeHealthy } from '../../faults/score.js';
import { ALL_SEEDS } from '../../support/seeds.js';

/** The networks that take a fraction of a second each. The slow tests judge all networks. */
const healthyQuick = Object.keys(healthy).filter(
  (title) => !/CNN|wide|GELU|LSTM|GRU|ResNet|transformer|training steps/.test(title),
);
const faultsQuick = Object.keys(faults).filter(
  (title) => !/CNN|60 layers|per layer|transformer|LSTM|GRU|cut off|SELU/.test(title),
);

/** Kinds of fault that lie in the layers and not in their weights. */
const ARCHITECTURE: readonly FindingKind[] = [
  'constantOutput',
  'lossMismatch',
  'linear',
  'lossFunction',
  'frozen',
  'hiddenActivation',
  'statistics',
  'dropout',
  'penalty',
  'dataOrder',
];

/** A few sound networks, and the first network with a fault of each kind, for `npm test`. */
const healthySample = healthyQuick.filter((_, i) => ALL_SEEDS || i % 4 === 0);
const kindsOf = (title: string): FindingKind[] => [faults[title].kind].flat() as FindingKind[];
const faultsSample = faultsQuick.filter((title, i) => {
  const before = faultsQuick.slice(0, i).flatMap(kindsOf);
  return ALL_SEEDS || !kindsOf(title).some((kind) => before.includes(kind));
});

describe('diagnose on networks of the fault library', () => {
  before(() => useBackend('wasm'));

  for (const title of healthySample) {
    it(`finds nothing wrong with this healthy network: ${title}`, async () => {
      expect(await judgeHealthy(title, 1)).to.include({ right: true, found: 'none' });
    });
  }

  for (const title of faultsSample) {
    it(`names the fault of this network and the layer where it begins: ${title}`, async () => {
      const judged = await judgeFault(title, 1, { learn: false });
      expect(judged).to.include({ right: true, foundLayer: judged.layer });
      expect(judged.repaired).to.not.equal(false);
    });
  }

  it('is tested with at least one fault of every kind of finding', () => {
    const kinds = new Set(Object.values(faults).flatMap(({ kind }) => kind));
    expect(Object.keys(TOPICS).filter((kind) => !kinds.has(kind as FindingKind))).to.deep.equal([]);
  });

  for (const title of faultsQuick) {
    it(`is tested on a network that really differs from a healthy one: ${title}`, async () => {
      const given = await faultyCase(title, 1);
      const { model, x, y, optimizer, learningRate } = given;
      const weights = (): string => JSON.stringify(model.getWeights().map((weight) => [...weight.dataSync()]));
      const faulty = weights();
      initWeights(model, { seed: 1 });
      initWeights(model, { rule: fair, seed: 1 });
      if (model.layers.some((layer) => layer.getClassName() === 'Add')) scaleResiduals(model);
      const usual = data(model, x.shape[0], 78);
      const isChanged = faulty !== weights() || `${x.data}` !== `${usual.x.data}` || `${y}` !== `${usual.y}`;
      const isOtherNetwork = given.kind.some((kind) => ARCHITECTURE.includes(kind));
      expect(isChanged || isOtherNetwork || optimizer !== undefined || learningRate !== undefined).to.equal(true);
      model.dispose();
    });
  }
});
