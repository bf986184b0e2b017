import type { InitializerDescription } from '../../../init/initializer.js';
import type { CentredLayer, LayerWeights } from '../repair.js';
import { initializerComment, kerasInitializer, pythonNumber, torchStatements } from './initializerCalls.js';

/** Differences between the two libraries of Python. */
export interface Dialect {
  /** Expression for a layer of the model, by its name. */
  layer(name: string): string;
  /** Statements that draw the weights of a layer, which `path` stands for. */
  draw(layer: LayerWeights, path: string): string[];
  centre(layer: CentredLayer): string[];
  openForgetGates(layer: string): string[];
  optimizer(name: string, rate: number): string;
  loss(name: string): string;
  /** Names of functions of arrays, which PyTorch and NumPy spell differently. */
  arrays: {
    where: string;
    finite: string;
    oneHot(count: number): string;
    permutation: string;
    integers: string;
    log: string;
  };
  /** Whether statements that change weights run in a block that records no gradients. */
  isGuarded: boolean;
  imports: readonly (readonly [RegExp, string])[];
  setBias(values: string): string[];
}

/** Index of a stacked recurrent layer in the names of ONNX's nodes, such as `lstm.LSTM_1`. */
const RECURRENT_NODE = /\.(?:LSTM|RNN|GRU)(?:_(\d+))?$/;

/** Writes a path such as `layer1.0.conv` as Python: `model.layer1[0].conv`. */
function torchPath(name: string): string {
  const parts = name.replace(RECURRENT_NODE, '').split(/[./]/);
  return `model${parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')}`;
}

const TORCH_WEIGHTS: Readonly<Record<string, string>> = {
  kernel: 'weight',
  depthwise: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  beta: 'bias',
  alpha: 'weight',
  bias: 'bias',
};

function torchWeight({ name, weights }: LayerWeights, weight: string, path: string): string {
  const isRecurrent = 'recurrent' in weights;
  if (!isRecurrent) return `${path}.${TORCH_WEIGHTS[weight] ?? weight}`;
  const own = { kernel: 'weight_ih', recurrent: 'weight_hh', bias: 'bias_ih' }[weight] ?? weight;
  return `${path}.${own}_l${RECURRENT_NODE.exec(name)?.[1] ?? 0}`;
}

const TORCH_OPTIMIZERS: Readonly<Record<string, string>> = {
  sgd: 'SGD',
  momentum: 'SGD',
  adam: 'Adam',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
};

export const PYTORCH: Dialect = {
  layer: torchPath,
  draw: (layer, path) =>
    Object.entries(layer.weights).flatMap(([weight, description]: [string, InitializerDescription]) => {
      const target = torchWeight(layer, weight, path);
      return torchStatements(description, target) ?? [initializerComment(description, target)];
    }),
  centre: ({ name }) => {
    const path = torchPath(name);
    return [`${path}.bias.copy_(-0.5 * ${path}.weight.flatten(1).sum(1))`];
  },
  openForgetGates: (name) => {
    const bias = `${torchPath(name)}.bias_ih_l${RECURRENT_NODE.exec(name)?.[1] ?? 0}`;
    return [
      `${bias}.zero_()`,
      `${bias}[len(${bias}) // 4 : len(${bias}) // 2] = 1  # input, forget, cell and output gate`,
    ];
  },
  optimizer: (name, rate) =>
    `optimizer = torch.optim.${TORCH_OPTIMIZERS[name] ?? 'Adam'}(model.parameters(), lr=${pythonNumber(rate)}${name === 'momentum' ? ', momentum=0.9' : ''})`,
  loss: (name) => {
    const known: Record<string, string> = {
      categoricalCrossentropy: 'nn.CrossEntropyLoss()  # takes logits: leave out the softmax',
      binaryCrossentropy: 'nn.BCEWithLogitsLoss()  # takes logits: leave out the sigmoid',
      meanSquaredError: 'nn.MSELoss()',
    };
    return `loss = ${known[name] ?? `nn.MSELoss()  # initlab's name of the loss: ${name}`}`;
  },
  arrays: {
    where: 'torch.where',
    finite: 'torch.isfinite',
    oneHot: (count) => `nn.functional.one_hot(y.long(), ${count}).float()`,
    permutation: 'torch.randperm(len(x))',
    integers: 'y.round().long()',
    log: 'torch.log',
  },
  isGuarded: true,
  imports: [
    [/\btorch\./, 'import torch'],
    [/\bnn\./, 'from torch import nn'],
  ],
  setBias: (values) => ['output = list(model.modules())[-1]  # the last layer', `output.bias.copy_(${values})`],
};

const KERAS_WEIGHTS: Readonly<Record<string, string>> = {
  recurrent: 'cell.recurrent_kernel',
  depthwise: 'depthwise_kernel',
  pointwise: 'pointwise_kernel',
};

const KERAS_OPTIMIZERS: Readonly<Record<string, string>> = { ...TORCH_OPTIMIZERS, rmsprop: 'RMSprop' };

export const KERAS: Dialect = {
  layer: (name) => `model.get_layer(${pythonText(name)})`,
  draw: ({ weights }, path) =>
    Object.entries(weights).map(([weight, description]: [string, InitializerDescription]) => {
      const own = `${path}.${KERAS_WEIGHTS[weight] ?? ('recurrent' in weights ? `cell.${weight}` : weight)}`;
      const initializer = kerasInitializer(description);
      return initializer === undefined
        ? initializerComment(description, own)
        : `${own}.assign(${initializer}(${own}.shape))`;
    }),
  centre: ({ name, axes }) => [
    `layer = model.get_layer(${pythonText(name)})`,
    `layer.bias.assign(-0.5 * np.sum(layer.get_weights()[0], axis=(${axes.join(', ')},)).reshape(-1))`,
  ],
  openForgetGates: (name) => [
    `cell = model.get_layer(${pythonText(name)}).cell`,
    'bias = np.zeros(cell.bias.shape)',
    'bias[len(bias) // 4 : len(bias) // 2] = 1  # input, forget, cell and output gate',
    'cell.bias.assign(bias)',
  ],
  optimizer: (name, rate) =>
    `model.compile(optimizer=keras.optimizers.${KERAS_OPTIMIZERS[name] ?? 'Adam'}(${pythonNumber(rate)}${name === 'momentum' ? ', momentum=0.9' : ''}), loss=model.loss)`,
  loss: (name) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `model.compile(optimizer='adam', loss='${snake}')`;
  },
  arrays: {
    where: 'np.where',
    finite: 'np.isfinite',
    oneHot: (count) => `keras.utils.to_categorical(y, ${count})`,
    permutation: 'np.random.permutation(len(x))',
    integers: 'np.rint(y).astype(int)',
    log: 'np.log',
  },
  isGuarded: false,
  imports: [
    [/\bkeras\./, 'import keras'],
    [/\bnp\./, 'import numpy as np'],
  ],
  setBias: (values) => ['output = model.layers[-1]', `output.bias.assign(${values})`],
};

/** Writes a text in quotes of Python. */
function pythonText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
