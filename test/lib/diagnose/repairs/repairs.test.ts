import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import * as initlab from 'initlab';
import { heNormal, initWeights, lecunNormal, normal, random, useBackend, zeros } from 'initlab';
import { applyRepair, isApplicable } from '../../../../lib/src/diagnose/repairs/applyRepair.js';
import type { RepairStep, TargetChange } from '../../../../lib/src/diagnose/repairs/repair.js';
import { writeRepair } from '../../../../lib/src/diagnose/repairs/writeRepair.js';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { runCode } from './runCode.js';

/** Returns the description that an initializer carries. */
function described(initializer: initlab.Initializer): initlab.InitializerDescription {
  return initializer.description as initlab.InitializerDescription;
}

const { layers } = tfl;
const kernelAndBias = { kernel: described(heNormal()), bias: described(zeros()) };

/** Repair steps of each type, with a network that they change. */
const cases: Record<RepairStep['type'], { repair: RepairStep[]; make: () => tfl.LayersModel }> = {
  initWeights: {
    repair: [
      {
        type: 'initWeights',
        layers: [
          { name: 'first', weights: kernelAndBias },
          { name: 'second', weights: { kernel: described(lecunNormal({ gain: 1.457 })) } },
        ],
        seed: 7n,
      },
    ],
    make: mlp,
  },
  centreBias: {
    repair: [
      {
        type: 'centreBias',
        layers: [
          { name: 'conv', axes: [0, 1, 2] },
          { name: 'depthwise', axes: [0, 1] },
          { name: 'dense', axes: [0] },
        ],
      },
    ],
    make: sigmoidCnn,
  },
  openForgetGates: { repair: [{ type: 'openForgetGates', layers: ['memory'] }], make: lstmNet },
  revive: { repair: [{ type: 'revive', seed: 3 }], make: deadMlp },
  setOutputBias: { repair: [{ type: 'setOutputBias', smoothing: 1 }], make: mlp },
  scaleResiduals: { repair: [{ type: 'scaleResiduals' }], make: residualNet },
  standardizeInputs: { repair: [{ type: 'standardizeInputs', layer: 'input', isShared: false }], make: mlp },
  setLearningRate: { repair: [{ type: 'setLearningRate', optimizer: 'adam', learningRate: 0.002 }], make: mlp },
  trainLonger: { repair: [{ type: 'trainLonger', steps: 3000 }], make: mlp },
  locateNonFinite: { repair: [{ type: 'locateNonFinite' }], make: mlp },
  setActivation: {
    repair: [
      { type: 'setActivation', layer: 'output', activation: 'linear' },
      { type: 'setOutputBias', smoothing: 0, task: 'regression' },
    ],
    make: mlp,
  },
  replaceLayer: { repair: [{ type: 'replaceLayer', layer: 'second', activation: 'linear' }], make: mlp },
  rebuildOutput: {
    repair: [{ type: 'rebuildOutput', layer: 'second', units: 3, activation: 'softmax', hidden: 5 }],
    make: mlp,
  },
  setLoss: { repair: [{ type: 'setLoss', loss: 'binaryCrossentropy' }], make: mlp },
  changeTargets: { repair: [{ type: 'changeTargets', change: 'standardize' }], make: mlp },
  lookAt: { repair: [{ type: 'lookAt', layer: 'second' }], make: mlp },
  countLabels: { repair: [{ type: 'countLabels' }], make: mlp },
  leaveOutRows: { repair: [{ type: 'leaveOutRows' }], make: mlp },
  fillIn: { repair: [{ type: 'fillIn' }], make: mlp },
  shuffle: { repair: [{ type: 'shuffle' }], make: mlp },
  meanLoss: { repair: [{ type: 'meanLoss' }], make: mlp },
  pairTargets: { repair: [{ type: 'pairTargets' }], make: mlp },
  unfreeze: { repair: [{ type: 'unfreeze', layers: ['first', 'second'] }], make: frozenMlp },
  renewStatistics: { repair: [{ type: 'renewStatistics', layers: ['norm'], momentum: 0.9 }], make: regularizedMlp },
  setDropout: { repair: [{ type: 'setDropout', layers: ['dropout'], rate: 0.2 }], make: regularizedMlp },
  removePenalty: { repair: [{ type: 'removePenalty', layers: ['first'] }], make: regularizedMlp },
};

/** Types of repair steps that change the data or the training, which only code can express. */
const inCodeOnly = [
  'standardizeInputs',
  'setLearningRate',
  'trainLonger',
  'locateNonFinite',
  'replaceLayer',
  'rebuildOutput',
  'setLoss',
  'changeTargets',
  'countLabels',
  'lookAt',
  'leaveOutRows',
  'fillIn',
  'shuffle',
  'meanLoss',
  'pairTargets',
];

describe('repairs', () => {
  before(() => useBackend('wasm'));

  for (const [type, { repair, make }] of Object.entries(cases)) {
    if (inCodeOnly.includes(type)) continue;
    it(`change a model in the same way when applied and when their code runs: ${type}`, async () => {
      const [original, byApply, byCode] = [make(), make(), make()];
      const { x, y } = dataOf(original);
      expect(isApplicable(repair)).to.equal(true);
      applyRepair({ view: viewModel(byApply), x: [x], y: [y] }, repair);
      await runCode(writeRepair(repair), {
        model: byCode,
        x: tf.tensor(x.data, x.shape),
        y: tf.tensor(y.data, y.shape),
      });
      expect(stateOf(byCode)).to.deep.equal(stateOf(byApply));
      expect(stateOf(byApply)).not.to.deep.equal(stateOf(original));
    });
  }

  it('replace NaN and infinite numbers by 0, and keep the others', async () => {
    const x = tf.tensor2d([1, Number.NaN, Number.POSITIVE_INFINITY, 4], [2, 2]);
    const filled = (await runCode(writeRepair(cases.fillIn.repair), { x }, 'x')) as tf.Tensor;
    expect([...filled.dataSync()]).to.deep.equal([1, 0, 0, 4]);
  });

  it('shuffle the rows of inputs and targets alike', async () => {
    const x = tf.range(0, 50);
    const shuffled = (await runCode(writeRepair(cases.shuffle.repair), { x, y: x.clone() }, '[x, y]')) as tf.Tensor[];
    const [first, second] = shuffled.map((values) => [...values.dataSync()]);
    expect(first).to.deep.equal(second);
    expect(first).not.to.deep.equal([...x.dataSync()]);
    expect([...first].sort((a, b) => a - b)).to.deep.equal([...x.dataSync()]);
  });

  for (const type of inCodeOnly) {
    it(`have code but no apply if they lie outside the model: ${type}`, () => {
      const { repair } = cases[type as RepairStep['type']];
      expect(isApplicable(repair)).to.equal(false);
      expect(isApplicable([...repair, { type: 'scaleResiduals' }])).to.equal(false);
    });
  }

  it('standardize inputs with code that gives columns of mean 0 and standard deviation 1', async () => {
    const x = tf.tensor2d([1, 10, 3, 30, 5, 80], [3, 2]);
    const standardized = (await runCode(writeRepair(cases.standardizeInputs.repair), { x }, 'x')) as tf.Tensor;
    const { mean, variance } = tf.moments(standardized, 0);
    for (const value of mean.dataSync()) expect(value).to.be.closeTo(0, 1e-5);
    for (const value of variance.dataSync()) expect(value).to.be.closeTo(1, 1e-4);
  });

  it('standardize pixels with code that gives all of them together mean 0 and standard deviation 1', async () => {
    const x = tf.tensor2d([0, 10, 0, 30, 6, 80], [3, 2]);
    const repair = [{ type: 'standardizeInputs' as const, layer: 'input', isShared: true }];
    const standardized = (await runCode(writeRepair(repair), { x }, 'x')) as tf.Tensor;
    const { mean, variance } = tf.moments(standardized);
    expect(mean.dataSync()[0]).to.be.closeTo(0, 1e-5);
    expect(variance.dataSync()[0]).to.be.closeTo(1, 1e-4);
  });

  it('change targets with code that does what its comment says', async () => {
    const changed = async (given: number[], shape: number[], change: TargetChange, by?: number): Promise<number[]> => {
      const repair = [{ type: 'changeTargets' as const, change, ...(by && { by }) }];
      const result = (await runCode(writeRepair(repair), { y: tf.tensor(given, shape) }, 'y')) as tf.Tensor;
      return [...result.dataSync()];
    };
    expect(await changed([-1, 1], [2, 1], 'toUnit')).to.deep.equal([0, 1]);
    expect(await changed([0, 1], [2, 1], 'toSigns')).to.deep.equal([-1, 1]);
    expect(await changed([0, 255], [2, 1], 'divide', 255)).to.deep.equal([0, 1]);
    expect(await changed([1, 3, 2, 2], [2, 2], 'divideBySum')).to.deep.equal([0.25, 0.75, 0.5, 0.5]);
    expect(await changed([0, 0.2, 0.1], [3, 1], 'toClasses', 0.1)).to.deep.equal([0, 2, 1]);
    expect(await changed([0, 2], [2, 1], 'oneHot', 3)).to.deep.equal([1, 0, 0, 0, 0, 1]);
    const [low, high] = await changed([10, 30], [2, 1], 'standardize');
    expect([low, high].map(Math.round)).to.deep.equal([-1, 1]);
  });

  it('leave out rows with code that keeps the finite rows of x and y', async () => {
    const x = tf.tensor2d([1, 2, Number.NaN, 4, 5, 6], [3, 2]);
    const y = tf.tensor2d([1, 2, Number.POSITIVE_INFINITY], [3, 1]);
    const kept = await runCode(writeRepair(cases.leaveOutRows.repair), { x, y }, '[x, y]');
    expect((kept as tf.Tensor[]).map((values) => [...values.dataSync()])).to.deep.equal([[1, 2], [1]]);
  });

  it('count labels with code that prints each label and how often it occurs', async () => {
    const printed: ArrayLike<number>[] = [];
    const console = { log: (...values: ArrayLike<number>[]) => printed.push(...values) };
    await runCode(writeRepair(cases.countLabels.repair), { y: tf.tensor2d([3, 3, 5, 3], [4, 1]), console });
    expect(printed.map((values) => [...Array.from(values)])).to.deep.equal([
      [3, 5],
      [3, 1],
    ]);
  });

  it('give a model a new end with code that keeps the layers before it', async () => {
    const model = mlp();
    const rebuilt = (await runCode(writeRepair(cases.rebuildOutput.repair), { model }, 'model')) as tfl.LayersModel;
    const withWeights = rebuilt.layers.filter(({ weights }) => weights.length > 0);
    expect(withWeights.map(({ outputShape }) => outputShape.at(-1))).to.deep.equal([
      model.getLayer('first').outputShape.at(-1),
      5,
      3,
    ]);
    expect(rebuilt.getLayer('first')).to.equal(model.getLayer('first'));
    const sums = tf.sum(rebuilt.predict(tf.ones([2, ...model.inputs[0].shape.slice(1)] as number[])) as tf.Tensor, 1);
    for (const sum of sums.dataSync()) expect(sum).to.be.closeTo(1, 1e-5);
  });

  it('set a loss with code that compiles the model with it', async () => {
    const model = mlp();
    await runCode(writeRepair(cases.setLoss.repair), { model });
    expect(model.loss).to.equal('binaryCrossentropy');
  });

  it('set a learning rate with code that trains at that rate', async () => {
    const seen: unknown[] = [];
    const train = (...args: unknown[]): void => void seen.push(args[2]);
    await runCode(writeRepair(cases.setLearningRate.repair), { train, model: undefined, x: undefined, y: undefined });
    expect(seen).to.deep.equal([{ optimizer: 'adam', learningRate: 0.002, steps: 1000 }]);
  });

  it('train for more steps with code that changes nothing else', async () => {
    const seen: unknown[] = [];
    const train = (...args: unknown[]): void => void seen.push(args[2]);
    await runCode(writeRepair(cases.trainLonger.repair), { train, model: undefined, x: undefined, y: undefined });
    expect(seen).to.deep.equal([{ steps: 3000 }]);
  });

  it('locate a number that is not finite with code that prints its layer', async () => {
    const model = mlp();
    initWeights(model, { rule: ({ isOutput }) => (isOutput ? undefined : { kernel: normal({ std: 1e25 }) }) });
    const printed: unknown[] = [];
    const console = { log: (value: unknown) => printed.push(value) };
    await runCode(writeRepair(cases.locateNonFinite.repair), { model, ...dataOf(model), console });
    expect(printed[0]).to.include({ layer: 'second' });
  });

  it('import all names in one statement, and state the seed if it is not 0', () => {
    const code = writeRepair([...cases.initWeights.repair, { type: 'revive', seed: 0 }]);
    expect(code).to.contain("import { heNormal, initWeights, lecunNormal, revive, zeros } from 'initlab';");
    expect(code).to.contain('seed: 7n').and.to.contain('lecunNormal({ gain: 1.457 })');
    expect(code).to.contain('revive(model, { x });');
  });
});

/** The weights of a model and the settings of its layers. */
function stateOf(model: tfl.LayersModel): object {
  return {
    weights: weightsOf(model),
    layers: model.layers.map((layer) => {
      const { rate, momentum } = layer as tfl.layers.Layer & { rate?: number; momentum?: number };
      return { trainable: layer.trainable, penalties: layer.losses.length, rate, momentum };
    }),
  };
}

function frozenMlp(): tfl.LayersModel {
  const model = mlp();
  for (const layer of model.layers) layer.trainable = false;
  return model;
}

function regularizedMlp(): tfl.LayersModel {
  const kernelRegularizer = tfl.regularizers.l2({ l2: 1 });
  const model = tfl.sequential({
    layers: [
      layers.dense({ name: 'first', units: 6, inputShape: [5], kernelRegularizer }),
      layers.batchNormalization({ name: 'norm' }),
      layers.dropout({ name: 'dropout', rate: 0.9 }),
      layers.dense({ name: 'output', units: 2 }),
    ],
  });
  initWeights(model, { seed: 1 });
  return model;
}

function weightsOf(model: tfl.LayersModel): number[][] {
  return model.getWeights().map((weight) => Array.from(weight.dataSync()));
}

interface Samples {
  x: { shape: number[]; data: Float32Array };
  y: { shape: number[]; data: Float32Array };
}

function dataOf(model: tfl.LayersModel): Samples {
  const shape = [32, ...(model.inputs[0].shape.slice(1) as number[])];
  const size = shape.reduce((product, n) => product * n, 1);
  const x = { shape, data: random(1).normal(new Float32Array(size)) };
  return { x, y: { shape: [32, 1], data: Float32Array.from({ length: 32 }, (_, i) => (i % 4 === 0 ? 1 : 0)) } };
}

function mlp(): tfl.LayersModel {
  return drawn([
    layers.dense({ units: 12, activation: 'relu', inputShape: [6], name: 'first' }),
    layers.dense({ units: 12, activation: 'elu', name: 'second' }),
    layers.dense({ units: 1, activation: 'sigmoid', name: 'output' }),
  ]);
}

function deadMlp(): tfl.LayersModel {
  const model = mlp();
  initWeights(model, { rule: ({ name }) => (name === 'first' ? { bias: initlab.constant(-50) } : undefined) });
  return model;
}

function sigmoidCnn(): tfl.LayersModel {
  return drawn([
    layers.conv2d({ filters: 3, kernelSize: 3, activation: 'sigmoid', inputShape: [6, 6, 2], name: 'conv' }),
    layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, activation: 'sigmoid', name: 'depthwise' }),
    layers.flatten(),
    layers.dense({ units: 4, activation: 'sigmoid', name: 'dense' }),
    layers.dense({ units: 1, name: 'output' }),
  ]);
}

function residualNet(): tfl.LayersModel {
  const x = tfl.input({ shape: [8] });
  const block = (h: tfl.SymbolicTensor): tfl.SymbolicTensor => {
    const branch = layers.dense({ units: 8 }).apply(layers.dense({ units: 8, activation: 'relu' }).apply(h));
    return layers.add().apply([h, branch as tfl.SymbolicTensor]) as tfl.SymbolicTensor;
  };
  const outputs = layers.dense({ units: 1 }).apply(block(block(x))) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: x, outputs });
  initWeights(model, { seed: 2 });
  return model;
}

function drawn(parts: tfl.layers.Layer[]): tfl.LayersModel {
  const model = tfl.sequential({ layers: parts });
  initWeights(model, { seed: 2 });
  return model;
}

function lstmNet(): tfl.LayersModel {
  const config = { units: 3, recurrentInitializer: 'zeros', unitForgetBias: false } as const;
  const model = tfl.sequential({
    layers: [layers.lstm({ ...config, inputShape: [4, 2], name: 'memory' }), layers.dense({ units: 2 })],
  });
  initWeights(model, { rule: () => lecunNormal(), seed: 1 });
  return model;
}
