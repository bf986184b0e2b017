import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, type LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { forTable, hindered, learning, rawTable, relu, rowsOf, smooth } from '../../faults/shallow.js';
import { he, lossRatio, normalOf, type Rows, small, table } from '../../faults/small.js';
import { seeds } from '../../support/seeds.js';

const SEEDS = seeds(5);

describe('confirmByTrial', () => {
  before(() => useBackend('wasm'));

  for (const [title, net] of Object.entries(learning)) {
    it(`makes only notes for a shallow network that learns: ${title}`, () => {
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        const { verdict, findings } = diagnose(model, rowsOf(net, seed), { loss: net.loss });
        expect({ verdict, faults: findings.filter(({ severity }) => severity === 'fault') }, `${seed}`).to.deep.equal({
          verdict: 'healthy',
          faults: [],
        });
        model.dispose();
      }
    });
  }

  for (const [title, net] of Object.entries(hindered)) {
    it(`confirms a fault if the repaired weights learn much faster: ${title}`, () => {
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        const found = diagnose(model, rowsOf(net, seed), { loss: net.loss });
        expect(found.verdict, `${seed}`).to.equal('unhealthy');
        found.apply();
        expect(diagnose(model, rowsOf(net, seed), { loss: net.loss }).verdict, `${seed}`).to.equal('healthy');
        model.dispose();
      }
    });
  }

  it('adds the trial to the finding: both losses, the steps, the optimizer and the seed', () => {
    const { inputs, parts, loss } = learning['ReLU net with Glorot weights, 7-64-64-1'];
    const model = small(inputs, parts, 1);
    const rows = rowsOf(learning['ReLU net with Glorot weights, 7-64-64-1'], 1);
    const [{ trial, severity, why }] = diagnose(model, rows, { loss, seed: 7 }).findings;
    expect(severity).to.equal('note');
    expect(trial).to.include({ steps: 30, optimizer: 'adam', learningRate: 0.001, seed: 7 });
    expect(trial?.after).to.be.below(trial?.before as number);
    expect(why).to.contain('It hardly hinders learning').and.to.contain('30 trial steps of adam');
    model.dispose();
  });

  const options = { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: 0.01 } as const;

  it('makes a note of inputs with which most of the progress is made in four times the steps', async () => {
    for (const seed of SEEDS) {
      const raw = rawTable(seed, { units: [40, 20, 10, 0.1], columns: [0, 1] });
      const model = small(raw.x.shape[1], forTable, seed);
      const { verdict, findings } = diagnose(model, raw, options);
      expect(verdict, `${seed}`).to.equal('healthy');
      const { severity, trial, why } = findings.find(({ kind }) => kind === 'input') ?? {};
      expect(severity).to.equal('note');
      expect(trial?.reached?.share).to.equal(0.8);
      expect(trial?.reached?.steps).to.be.within(1, 120);
      expect(why).to.contain(`80 % of this progress, in ${trial?.reached?.steps}.`);
      await lossRatio(model, raw, { ...options, steps: 600, seed });
      // A fifth of the labels is wrong, and a guess knows about a half.
      expect(accuracy(model, raw), `${seed}`).to.be.above(0.65);
      model.dispose();
    }
  });

  it('reports inputs whose units hide the columns that matter', () => {
    for (const seed of SEEDS) {
      const raw = rawTable(seed, { units: [400, 200, 100, 0.01], columns: [3, 3] });
      const model = small(raw.x.shape[1], forTable, seed);
      const [{ kind, severity, trial }] = diagnose(model, raw, options).findings;
      expect({ kind, severity, reached: trial?.reached }, `${seed}`).to.deep.equal({
        kind: 'input',
        severity: 'fault',
        reached: undefined,
      });
      model.dispose();
    }
  });

  it('makes a note of a first loss that few layers soon bring down to that of a guess', () => {
    for (const seed of SEEDS) {
      const raw = rawTable(seed, { units: [40, 20, 10, 0.1], columns: [0, 1] });
      const model = small(raw.x.shape[1], forTable, seed);
      const { findings } = diagnose(model, raw, options);
      const first = findings.filter(({ kind }) => kind === 'initialLoss');
      for (const { severity, trial } of first) {
        expect(severity, `${seed}`).to.equal('note');
        expect(trial?.reached).to.include({ share: 1 });
      }
      model.dispose();
    }
  });

  it('makes a note of default weights that start slowly, and a fault if too few steps are planned', () => {
    for (const seed of SEEDS) {
      const { rows, model } = slowStart(seed);
      const { verdict, findings } = diagnose(model, rows, momentum);
      const { severity, trial, why } = findings.find(({ kind }) => kind === 'wrongGain') ?? {};
      expect({ verdict, severity }, `${seed}`).to.deep.equal({ verdict: 'healthy', severity: 'note' });
      expect(trial?.reached?.steps, `${seed}`).to.be.within(121, 1000);
      expect(why).to.contain('The start is slow, but the network learns');
      expect(diagnose(model, rows, { ...momentum, steps: 600 }).verdict, `${seed}`).to.equal('healthy');
      const [first] = diagnose(model, rows, { ...momentum, steps: 60 }).findings;
      expect([first.kind, first.severity], `${seed}`).to.deep.equal(['wrongGain', 'fault']);
      model.dispose();
    }
  });

  it('says so if the network does not learn with the repair either', () => {
    for (const seed of SEEDS) {
      const model = small(2, [relu(16, normalOf(0.05)), { units: 1 }], seed);
      const rows = noise(seed);
      const [{ severity, why, trial }] = diagnose(model, rows, { loss: 'meanSquaredError' }).findings;
      expect({ severity, trial }, `${seed}`).to.deep.equal({ severity: 'fault', trial: undefined });
      expect(why).to.contain('does not learn with the repair either');
      model.dispose();
    }
  });

  it('makes no trial for a deep network, in which the effects of the layers add up', () => {
    const parts = [...Array.from({ length: 8 }, () => relu(64)), { units: 1 }];
    const model = small(64, parts, 1);
    const [{ kind, severity, trial }] = diagnose(model, table({ count: 64, inputs: 64, seed: 1 }, smooth)).findings;
    expect({ kind, severity, trial }).to.deep.equal({ kind: 'wrongGain', severity: 'fault', trial: undefined });
    model.dispose();
  });

  it('does not object to shallow networks whose weights have the right scale', () => {
    for (const seed of SEEDS) {
      const model = small(7, [relu(64, he), relu(64, he), { units: 1 }], seed);
      const found = diagnose(model, table({ count: 128, inputs: 7, seed }, smooth));
      expect(found.findings, `${seed}`).to.deep.equal([]);
      model.dispose();
    }
  });
});

const momentum = { loss: 'binaryCrossEntropy', optimizer: 'momentum', learningRate: 0.005 } as const;

/** U(±1/√fanIn). */
const TORCH = { scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' } as const;

/** A network with the weights of PyTorch, which stays at a guess for its first hundred steps. */
function slowStart(seed: number): { model: LayersModel; rows: Rows } {
  const torch = (of: number) => initializers.varianceScaling({ ...TORCH, seed: of });
  const parts = [...[32, 32, 32, 32].map((units) => relu(units, torch)), { units: 1, activation: 'sigmoid' as const }];
  const isPositive = (row: Float32Array): number => Number(row.reduce((sum, value) => sum + value, 0) > 0);
  return { model: small(10, parts, seed), rows: table({ count: 128, inputs: 10, seed }, isPositive) };
}

/** Targets of which nothing can be learned, because equal inputs have different ones. */
function noise(seed: number): Rows {
  const { x, y } = table({ count: 64, inputs: 2, seed }, ([a]) => a);
  const twice = (data: Float32Array, sign: number): Float32Array =>
    Float32Array.from([...data, ...data.map((value) => sign * value)]);
  return { x: { shape: [128, 2], data: twice(x.data, 1) }, y: { ...y, shape: [128, 1], data: twice(y.data, -1) } };
}

/** The share of the rows whose class the model knows. */
function accuracy(model: LayersModel, { x, y }: Rows): number {
  const output = tidy(() => (model.predict(tensor(x.data, x.shape as [number, number])) as Tensor).dataSync());
  return y.data.filter((label, row) => label === (output[row] > 0.5 ? 1 : 0)).length / y.data.length;
}
