import * as tfl from '@tensorflow/tfjs-layers';
import { defaultRule, heNormal, type Initializer, initWeights, type LayerRule } from 'initlab';
import { type CompareOptions, mnistCnn, type Start } from 'initlab/tasks';

type Task = ReturnType<typeof mnistCnn>;
let loaded: Task | undefined;

/** Loads the digits once, when a backend is ready. */
function digits(): Pick<Task, 'train' | 'test'> {
  loaded ??= mnistCnn({ depth: 0 });
  return loaded;
}

/** Makes a convolution and four pairs of a depthwise and a pointwise layer, each with ReLU. */
function separableNet(): tfl.LayersModel {
  const { conv2d, dense, depthwiseConv2d, globalAveragePooling2d } = tfl.layers;
  const shared = { padding: 'same', activation: 'relu' } as const;
  const model = tfl.sequential();
  const first = { filters: 32, kernelSize: 3, strides: 2, inputShape: [28, 28, 1] };
  model.add(conv2d({ name: 'first', ...first, ...shared }));
  for (const [i, strides] of [2, 1, 1, 1].entries()) {
    model.add(depthwiseConv2d({ name: `depthwise${i + 1}`, kernelSize: 3, strides, ...shared }));
    model.add(conv2d({ name: `pointwise${i + 1}`, filters: 64, kernelSize: 1, ...shared }));
  }
  model.add(globalAveragePooling2d({ name: 'average' }));
  model.add(dense({ name: 'output', units: 10 }));
  return model;
}

/** Draws He's weights, with this initializer for the depthwise kernels. */
const drawn =
  (depthwise: Initializer): Start =>
  (seed) => {
    const model = separableNet();
    const rule: LayerRule = (layer) => (layer.kind === 'depthwise' ? { depthwise } : defaultRule(layer));
    initWeights(model, { rule, seed });
    const { train, test } = digits();
    return { model, train, test };
  };

/** The starts of lesson 4: two counts of the inputs of a depthwise kernel. */
export const starts: Record<string, Start> = {
  'n = 9 · channels': drawn(heNormal()),
  'n = 9': drawn(heNormal({ layer: 'depthwise' })),
};

export const options: CompareOptions = { steps: 120, optimizer: 'momentum', learningRate: 0.03 };
