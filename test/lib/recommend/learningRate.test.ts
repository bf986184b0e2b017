import {
  clone,
  mean,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  tensor,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  initWeights,
  type LayerRule,
  lecunNormal,
  type OptimizerName,
  type RecommendOptions,
  random,
  recommend,
  useBackend,
} from 'initlab';
import { residualNet } from './networks.js';

const [batch, width] = [32, 32];
const optimizers: OptimizerName[] = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'];

const inputs = (): Tensor => tensor(random(8).normal(new Float32Array(batch * width)), [batch, width]);

const rms = (x: Tensor): number => sqrt(mean(square(x))).dataSync()[0];

/**
 * Takes one small step that lowers ⟨v, output⟩, in training mode, and returns how much it changes
 * what `of` reads.
 */
function change(model: LayersModel, rule: 'sgd' | 'adam', scale: number, of: () => Tensor): number {
  const optimizer = train[rule](1e-3);
  const size = tidy(() => {
    const x = inputs();
    const v = tensor(random(9).normal(new Float32Array(batch * 4)), [batch, 4]);
    const before = of();
    optimizer.minimize(() => mean(mul(mul(model.apply(x, { training: true }) as Tensor, v), scale)) as Scalar);
    return rms(sub(of(), before));
  });
  optimizer.dispose();
  return size;
}

/**
 * Computes the relative change, after one step, of weights that were multiplied by `factor` before
 * a batch normalization.
 */
function relativeChange(rule: 'sgd' | 'adam', factor: number): number {
  const hidden = layers.dense({ units: width, useBias: false, inputShape: [width] });
  const model = sequential({
    layers: [hidden, layers.batchNormalization({ epsilon: 1e-12 }), layers.dense({ units: 4 })],
  });
  initWeights(model, {
    rule: ({ isOutput }) => ({ kernel: isOutput ? lecunNormal() : lecunNormal({ gain: factor }) }),
    seed: 3,
  });
  const kernel = (): Tensor => hidden.getWeights()[0];
  const size = tidy(() => rms(kernel()));
  const moved = change(model, rule, 1, () => clone(kernel()));
  model.dispose();
  return moved / size;
}

/**
 * Compares 36 branches with 4: returns the factor by which one step changes their output more, if
 * only the last layers are trained from the recommended weights. The factor is a mean over some
 * nets.
 */
function changeByDepth(rule: 'sgd' | 'adam', lastBias: boolean): number {
  const [few, many] = [4, 36].map((blocks) => {
    let sum = 0;
    for (let seed = 0; seed < 4; seed++)
      sum += outputChange(rule, residualNet({ blocks, width, lastBias }), blocks, seed);
    return sum;
  });
  return many / few;
}

function outputChange(rule: 'sgd' | 'adam', model: LayersModel, depth: number, seed: number): number {
  for (const layer of model.layers) layer.trainable = layer.name.startsWith('last');
  const recommended: LayerRule = ({ residual, isOutput }) =>
    isOutput || residual === undefined ? lecunNormal() : recommend({ residual, depth }).weights;
  initWeights(model, { rule: recommended, seed, includeFrozen: true });
  const x = inputs();
  const moved = change(model, rule, 1, () => model.apply(x) as Tensor);
  x.dispose();
  model.dispose();
  return moved;
}

describe('the advice of recommend about the learning rate', () => {
  before(() => useBackend('wasm'));

  it('is given if the options have an optimizer, leaves the weights unchanged, and names its sources', () => {
    const asked: RecommendOptions[] = [
      {},
      { layer: 'conv', normalization: 'batchNorm' },
      { layer: 'attention' },
      { layer: 'attention', normalization: 'postNorm' },
      { layer: 'embedding' },
      { layer: 'lstm' },
      { residual: 'last' },
      { layer: 'output', activation: 'softmax' },
    ];
    for (const options of asked) {
      const without = recommend(options);
      expect(without).not.to.have.property('learningRate');
      for (const optimizer of optimizers) {
        const found = recommend({ ...options, optimizer });
        expect(found.code).to.equal(without.code);
        expect(found.learningRate, `${optimizer} ${JSON.stringify(options)}`).not.to.contain('NAME');
      }
      const said = new Set(optimizers.map((optimizer) => recommend({ ...options, optimizer }).learningRate));
      expect(said.size, JSON.stringify(options)).to.be.above(1);
    }
  });

  it('recommends warm-up for post-norm and none for pre-norm', () => {
    const rate = (normalization: 'preNorm' | 'postNorm'): string | undefined =>
      recommend({ layer: 'attention', normalization, optimizer: 'adam' }).learningRate;
    expect(rate('postNorm')).to.match(/^Warm the rate up.*Xiong et al\. 2020/);
    expect(rate('preNorm')).to.match(/^No warm-up is needed.*1\/fanIn \(Yang et al\. 2022\)/);
  });

  it('holds for a normalization: SGD turns 10 times larger weights 100 times less, and Adam 10 times less', () => {
    expect(relativeChange('sgd', 1) / relativeChange('sgd', 10)).to.be.closeTo(100, 1);
    expect(relativeChange('adam', 1) / relativeChange('adam', 10)).to.be.closeTo(10, 0.1);
    const said = (optimizer: OptimizerName): string | undefined =>
      recommend({ normalization: 'batchNorm', optimizer }).learningRate;
    expect(said('sgd')).to.contain('k² times more slowly');
    expect(said('adam')).to.contain('k times more slowly');
  });

  it('holds for the scale of the gradient: the steps of SGD are proportional to it, those of Adam do not depend on it', () => {
    const moved = (rule: 'sgd' | 'adam', scale: number): number => {
      const layer = layers.dense({ units: 4, inputShape: [width] });
      const model = sequential({ layers: [layer] });
      initWeights(model);
      const size = change(model, rule, scale, () => clone(layer.getWeights()[0]));
      model.dispose();
      return size;
    };
    expect(moved('sgd', 1000) / moved('sgd', 1)).to.be.closeTo(1000, 5);
    expect(moved('adam', 1000) / moved('adam', 1)).to.be.closeTo(1, 0.02);
  });

  it('holds for branches that start at 0: SGD changes the output equally at any depth, and Adam by a factor √depth', () => {
    expect(changeByDepth('sgd', false)).to.be.within(0.6, 1.4);
    expect(changeByDepth('adam', false)).to.be.within(2.2, 4);
    expect(recommend({ residual: 'last', optimizer: 'adam' }).learningRate).to.contain('divide the rate by √depth');
  });

  it('holds for a bias at the end of such branches: its steps add up, as recommend warns', () => {
    expect(changeByDepth('sgd', true)).to.be.above(1.5);
    expect(recommend({ residual: 'last' }).bias).to.contain('better no bias');
  });
});
