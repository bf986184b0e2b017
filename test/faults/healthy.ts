import type * as tfl from '@tensorflow/tfjs-layers';
import {
  deltaOrthogonal,
  fixup,
  heNormal,
  heUniform,
  type LayerRule,
  lecunNormal,
  normal,
  orthogonal,
  scaleResiduals,
  setOutputBias,
  train,
  xavierNormal,
  xavierUniform,
  zeroGamma,
  zeros,
} from 'initlab';
import { type Case, Chooser, data, type Given } from './case.js';
import {
  cnn,
  depthwiseCnn,
  leaky,
  mlp,
  normed,
  residual,
  resnet,
  rnn,
  ruled,
  shapeOf,
  single,
  stack,
  transformer,
} from './networks.js';

interface Healthy {
  make(choose: Chooser, seed: number): tfl.LayersModel;
  /** Changes to the data, or to the model by the data. */
  data?(model: tfl.LayersModel, given: Given): Partial<Given> | Promise<Partial<Given>>;
}

/** The rule of the library for rectifiers; LeCun's for the others, which is critical for tanh. */
export const fair: LayerRule = (layer) => {
  if (layer.weights.recurrent) return undefined;
  const name = layer.activation.name;
  if (layer.isOutput || !['relu', 'gelu', 'swish', 'elu'].includes(name)) return lecunNormal();
  if (layer.kind === 'depthwise') return heNormal({ layer: 'depthwise' });
  return name === 'relu' ? heNormal() : lecunNormal({ activation: name === 'swish' ? 'silu' : (name as 'gelu') });
};

/** Uses an initializer in hidden layers. */
const hidden =
  (init: ReturnType<typeof heNormal>): LayerRule =>
  (layer) =>
    layer.isOutput ? lecunNormal() : init;

/** GPT-2's: .02, divided by √(2N) in what writes to the stream. */
export const gpt2 =
  (blocks: number): LayerRule =>
  (layer) =>
    normal({ std: layer.residual === 'last' ? 0.02 / Math.sqrt(2 * blocks) : 0.02 });

const relu = { phi: 'relu' } as const;
const tanh = { phi: 'tanh' } as const;
const narrow = [16, 24, 32] as const;

/** Healthy networks by name. */
export const healthy: Record<string, Healthy> = {
  'He, ReLU': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 50, 60]), ...relu }), fair, s) },
  'He uniform, ReLU': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20]), ...relu }), hidden(heUniform()), s) },
  'He fanOut, ReLU': {
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8, 20]), inputs: 100, width: 128, ...relu }),
        hidden(heNormal({ mode: 'fanOut' })),
        s,
      ),
  },
  'He fanOut, hourglass': {
    make: (c, s) =>
      ruled(stack([256, 64, 32, 64, 256], c.of([64, 128]), 'relu'), hidden(heNormal({ mode: 'fanOut' })), s),
  },
  'He, hourglass': { make: (c, s) => ruled(stack([256, 64, 16, 64, 256], c.of([64, 128]), 'relu'), fair, s) },
  'narrow, ReLU': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [10, 20, 30]), width: c.of(narrow), ...relu }), fair, s),
  },
  'wide, ReLU': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 5]), width: c.of([512, 1024]), ...relu }), fair, s) },
  'leaky ReLU': {
    make: (c, s) => {
      const slope = c.of([0.01, 0.2]);
      return ruled(leaky(shapeOf(c, [3, 8, 20]), slope), hidden(heNormal({ slope })), s);
    },
  },
  'orthogonal, ReLU': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20, 50]), ...relu }), hidden(orthogonal({ gain: Math.SQRT2 })), s),
  },
  'LeCun, tanh': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 40]), ...tanh }), fair, s) },
  'Xavier, tanh': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 40]), ...tanh }), () => xavierUniform(), s),
  },
  'orthogonal, tanh': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20, 40]), ...tanh }), () => orthogonal(), s) },
  'gain 5/3, tanh, shallow': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 5, 8]), ...tanh }), hidden(lecunNormal({ gain: 5 / 3 })), s),
  },
  SELU: { make: (c, s) => ruled(mlp({ ...shapeOf(c, [5, 20, 40]), phi: 'selu' }), fair, s) },
  'swish, ELU, GELU, shallow': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 6]), phi: c.of(['swish', 'elu', 'gelu'] as const) }), fair, s),
  },
  'Xavier, two ReLU layers': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [2]), inputs: 100, ...relu }), () => xavierUniform(), s),
  },
  'output of zeros': {
    make: (c, s) => ruled(mlp(shapeOf(c, [3, 8])), (l) => (l.isOutput ? zeros() : fair(l)), s),
  },
  'CNN, He': { make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), ...relu }), fair, s) },
  'CNN, tanh': { make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), ...tanh }), fair, s) },
  'CNN, delta-orthogonal tanh': {
    make: (c, s) =>
      ruled(
        cnn({ ...shapeOf(c, [3, 6]), width: 32, ...tanh }),
        (l) => (l.kind === 'conv' ? deltaOrthogonal() : lecunNormal()),
        s,
      ),
  },
  'depthwise CNN, He': { make: (c, s) => ruled(depthwiseCnn({ depth: c.of([2, 4]), width: c.of([16, 32]) }), fair, s) },
  'ResNet with batch normalization': {
    make: (c, s) => ruled(resnet({ depth: c.of([2, 4]), width: c.of([16, 24]) }), fair, s),
  },
  Fixup: {
    make: (c, s) => changed(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'none'), (m) => fixup(m, { seed: s })),
  },
  'residual, scaled': {
    make: (c, s) => changed(ruled(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'none'), fair, s), scaleResiduals),
  },
  'zero γ': {
    make: (c, s) => changed(ruled(residual({ ...shapeOf(c, [4, 10]), ...relu }, 'post'), fair, s), zeroGamma),
  },
  'pre-norm residual': { make: (c, s) => ruled(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'pre'), fair, s) },
  'pre-norm residual, N(0, .02)': {
    make: (c, s) => ruled(residual({ ...shapeOf(c, [4, 10]), ...relu }, 'pre'), () => normal({ std: 0.02 }), s),
  },
  'transformer, pre-norm, GPT-2': {
    make: (c, s) => {
      const depth = c.of([1, 2, 4, 8]);
      return ruled(transformer({ depth, width: c.of([32, 48]) }, 'pre'), gpt2(depth), s);
    },
  },
  'transformer, pre-norm, Xavier': {
    make: (c, s) =>
      ruled(transformer({ depth: c.of([1, 2, 4]), width: c.of([32, 48]) }, 'pre'), () => xavierNormal(), s),
  },
  'transformer, post-norm, Xavier': {
    make: (c, s) =>
      ruled(transformer({ depth: c.of([1, 2, 4]), width: c.of([32, 48]) }, 'post'), () => xavierUniform(), s),
  },
  LayerNorm: {
    make: (c, s) =>
      ruled(normed({ ...shapeOf(c, [4, 10, 20]), phi: c.of(['relu', 'tanh'] as const) }, 'layer'), fair, s),
  },
  'LayerNorm, other scale': {
    make: (c, s) => ruled(normed({ ...shapeOf(c, [4, 10]), ...relu }, 'layer'), hidden(normal({ std: 0.3 })), s),
  },
  BatchNorm: { make: (c, s) => ruled(normed({ ...shapeOf(c, [4, 8]), ...relu }, 'batch'), fair, s) },
  SimpleRNN: { make: (c, s) => ruled(rnn(shapeOf(c, [3]), 'simple'), undefined, s) },
  LSTM: { make: (c, s) => ruled(rnn({ width: c.of([16, 32]) }, 'lstm'), undefined, s) },
  GRU: { make: (c, s) => ruled(rnn({ width: c.of([16, 32]) }, 'gru'), undefined, s) },
  'two classes, one rare': {
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'sigmoid'), fair, s),
    data: (model, { y }) => {
      const rare = y.map((_, i) => (i % 20 === 3 ? 1 : 0));
      setOutputBias(model, { y: rare });
      return { y: rare, loss: 'binaryCrossEntropy' };
    },
  },
  regression: {
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'linear'), fair, s),
    data: (_model, { x }) => ({
      y: Float32Array.from({ length: x.shape[0] }, (_, i) => x.data[i * x.shape[1]] + x.data[i * x.shape[1] + 1]),
      loss: 'meanSquaredError',
    }),
  },
  'trained for 40 steps, ReLU': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 6]), ...relu }), fair, s),
    data: trained,
  },
  'trained for 40 steps, CNN': {
    make: (c, s) => ruled(cnn({ depth: c.of([3, 5]), width: 16, ...relu }), fair, s),
    data: trained,
  },
};

function changed(model: tfl.LayersModel, change: (model: tfl.LayersModel) => unknown): tfl.LayersModel {
  change(model);
  return model;
}

async function trained(model: tfl.LayersModel, { x, y }: Given): Promise<Partial<Given>> {
  const labels = Int32Array.from(y);
  await train(model, { x, y: { shape: [labels.length], data: labels } }, { steps: 40, progress: false });
  return {};
}

/** The healthy network of a title for one seed. */
export async function healthyCase(title: string, seed: number): Promise<Case> {
  const choose = new Chooser(seed);
  const { make, data: change } = healthy[title];
  const model = make(choose, seed);
  const given = data(model, choose.of([8, 16, 32, 64, 128, 512]), seed + 77);
  return { title, model, ...given, ...(await change?.(model, given)) };
}
