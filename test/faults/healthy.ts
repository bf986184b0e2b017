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

/**
 * The healthy rule: He's variance before a ReLU, the activation's own gain before other rectifiers,
 * and LeCun's variance before all others, which is critical for tanh.
 */
export const fair: LayerRule = (layer) => {
  if (layer.weights.recurrent) return undefined;
  const name = layer.activation.name;
  if (layer.isOutput || !['relu', 'gelu', 'swish', 'elu'].includes(name)) return lecunNormal();
  if (layer.kind === 'depthwise') return heNormal({ layer: 'depthwise' });
  return name === 'relu' ? heNormal() : lecunNormal({ activation: name === 'swish' ? 'silu' : (name as 'gelu') });
};

/** Uses an initializer in hidden layers, and LeCun weights in the output layer. */
const hidden =
  (init: ReturnType<typeof heNormal>): LayerRule =>
  (layer) =>
    layer.isOutput ? lecunNormal() : init;

/**
 * The rule of GPT-2: standard deviation .02, divided by √(2N) in the layers that write to the
 * residual stream.
 */
export const gpt2 =
  (blocks: number): LayerRule =>
  (layer) =>
    normal({ std: layer.residual === 'last' ? 0.02 / Math.sqrt(2 * blocks) : 0.02 });

const relu = { phi: 'relu' } as const;
const tanh = { phi: 'tanh' } as const;
const narrow = [16, 24, 32] as const;

/** Healthy networks by name. */
export const healthy: Record<string, Healthy> = {
  'ReLU net with He weights': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 50, 60]), ...relu }), fair, s) },
  'ReLU net with uniform He weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20]), ...relu }), hidden(heUniform()), s),
  },
  'ReLU net with He weights in mode fanOut': {
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8, 20]), inputs: 100, width: 128, ...relu }),
        hidden(heNormal({ mode: 'fanOut' })),
        s,
      ),
  },
  'hourglass ReLU net with He weights in mode fanOut': {
    make: (c, s) =>
      ruled(stack([256, 64, 32, 64, 256], c.of([64, 128]), 'relu'), hidden(heNormal({ mode: 'fanOut' })), s),
  },
  'hourglass ReLU net with He weights': {
    make: (c, s) => ruled(stack([256, 64, 16, 64, 256], c.of([64, 128]), 'relu'), fair, s),
  },
  'narrow ReLU net with He weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [10, 20, 30]), width: c.of(narrow), ...relu }), fair, s),
  },
  'wide ReLU net with He weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 5]), width: c.of([512, 1024]), ...relu }), fair, s),
  },
  'leaky ReLU net with He weights for its slope': {
    make: (c, s) => {
      const slope = c.of([0.01, 0.2]);
      return ruled(leaky(shapeOf(c, [3, 8, 20]), slope), hidden(heNormal({ slope })), s);
    },
  },
  'ReLU net with orthogonal weights of gain √2': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20, 50]), ...relu }), hidden(orthogonal({ gain: Math.SQRT2 })), s),
  },
  'tanh net with LeCun weights': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 40]), ...tanh }), fair, s) },
  'tanh net with uniform Xavier weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 40]), ...tanh }), () => xavierUniform(), s),
  },
  'tanh net with orthogonal weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20, 40]), ...tanh }), () => orthogonal(), s),
  },
  'shallow tanh net with gain 5/3': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 5, 8]), ...tanh }), hidden(lecunNormal({ gain: 5 / 3 })), s),
  },
  'SELU net with LeCun weights': { make: (c, s) => ruled(mlp({ ...shapeOf(c, [5, 20, 40]), phi: 'selu' }), fair, s) },
  'shallow net of swish, ELU or GELU': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 6]), phi: c.of(['swish', 'elu', 'gelu'] as const) }), fair, s),
  },
  'net of two ReLU layers with uniform Xavier weights': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [2]), inputs: 100, ...relu }), () => xavierUniform(), s),
  },
  'net whose output weights are 0': {
    make: (c, s) => ruled(mlp(shapeOf(c, [3, 8])), (l) => (l.isOutput ? zeros() : fair(l)), s),
  },
  'ReLU CNN with He weights': {
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), ...relu }), fair, s),
  },
  'tanh CNN with LeCun weights': {
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), ...tanh }), fair, s),
  },
  'tanh CNN with delta-orthogonal weights': {
    make: (c, s) =>
      ruled(
        cnn({ ...shapeOf(c, [3, 6]), width: 32, ...tanh }),
        (l) => (l.kind === 'conv' ? deltaOrthogonal() : lecunNormal()),
        s,
      ),
  },
  'depthwise CNN with He weights': {
    make: (c, s) => ruled(depthwiseCnn({ depth: c.of([2, 4]), width: c.of([16, 32]) }), fair, s),
  },
  'ResNet with batch normalization': {
    make: (c, s) => ruled(resnet({ depth: c.of([2, 4]), width: c.of([16, 24]) }), fair, s),
  },
  'residual net with Fixup weights': {
    make: (c, s) => changed(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'none'), (m) => fixup(m, { seed: s })),
  },
  'residual net with scaled branches': {
    make: (c, s) => changed(ruled(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'none'), fair, s), scaleResiduals),
  },
  'residual net with γ = 0 at the end of each branch': {
    make: (c, s) => changed(ruled(residual({ ...shapeOf(c, [4, 10]), ...relu }, 'post'), fair, s), zeroGamma),
  },
  'pre-norm residual net with He weights': {
    make: (c, s) => ruled(residual({ ...shapeOf(c, [4, 10, 20]), ...relu }, 'pre'), fair, s),
  },
  'pre-norm residual net with weights N(0, .02²)': {
    make: (c, s) => ruled(residual({ ...shapeOf(c, [4, 10]), ...relu }, 'pre'), () => normal({ std: 0.02 }), s),
  },
  'pre-norm transformer with GPT-2 weights': {
    make: (c, s) => {
      const depth = c.of([1, 2, 4, 8]);
      return ruled(transformer({ depth, width: c.of([32, 48]) }, 'pre'), gpt2(depth), s);
    },
  },
  'pre-norm transformer with Xavier weights': {
    make: (c, s) =>
      ruled(transformer({ depth: c.of([1, 2, 4]), width: c.of([32, 48]) }, 'pre'), () => xavierNormal(), s),
  },
  'post-norm transformer with uniform Xavier weights': {
    make: (c, s) =>
      ruled(transformer({ depth: c.of([1, 2, 4]), width: c.of([32, 48]) }, 'post'), () => xavierUniform(), s),
  },
  'net with layer normalization': {
    make: (c, s) =>
      ruled(normed({ ...shapeOf(c, [4, 10, 20]), phi: c.of(['relu', 'tanh'] as const) }, 'layer'), fair, s),
  },
  'ReLU net with layer normalization and weights N(0, .3²)': {
    make: (c, s) => ruled(normed({ ...shapeOf(c, [4, 10]), ...relu }, 'layer'), hidden(normal({ std: 0.3 })), s),
  },
  'ReLU net with batch normalization': {
    make: (c, s) => ruled(normed({ ...shapeOf(c, [4, 8]), ...relu }, 'batch'), fair, s),
  },
  'simple RNN': { make: (c, s) => ruled(rnn(shapeOf(c, [3]), 'simple'), undefined, s) },
  LSTM: { make: (c, s) => ruled(rnn({ width: c.of([16, 32]) }, 'lstm'), undefined, s) },
  GRU: { make: (c, s) => ruled(rnn({ width: c.of([16, 32]) }, 'gru'), undefined, s) },
  'net for two classes, one rare, with the right output bias': {
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'sigmoid'), fair, s),
    data: (model, { y }) => {
      const rare = y.map((_, i) => (i % 20 === 3 ? 1 : 0));
      setOutputBias(model, { y: rare });
      return { y: rare, loss: 'binaryCrossEntropy' };
    },
  },
  'regression net': {
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'linear'), fair, s),
    data: (_model, { x }) => ({
      y: Float32Array.from({ length: x.shape[0] }, (_, i) => x.data[i * x.shape[1]] + x.data[i * x.shape[1] + 1]),
      loss: 'meanSquaredError',
    }),
  },
  'ReLU net after 40 training steps': {
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 6]), ...relu }), fair, s),
    data: trained,
  },
  'ReLU CNN after 40 training steps': {
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

/** Makes the healthy network with this title for one seed. */
export async function healthyCase(title: string, seed: number): Promise<Case> {
  const choose = new Chooser(seed);
  const { make, data: change } = healthy[title];
  const model = make(choose, seed);
  const given = data(model, choose.of([8, 16, 32, 64, 128, 512]), seed + 77);
  return { title, model, ...given, ...(await change?.(model, given)) };
}
