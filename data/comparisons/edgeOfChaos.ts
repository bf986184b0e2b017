import { normal } from 'initlab';
import { type CompareOptions, mnistMlp, type Start } from 'initlab/tasks';

/** Variance of the weights, times the fan. */
export const WEIGHT_VARIANCES: readonly number[] = [0.5, 1, 1.4, 1.76, 2.5, 4];

/** Numbers of hidden layers. */
export const DEPTHS: readonly number[] = [10, 20, 40];

/** Variance of the biases. */
export const BIAS_VARIANCE = 0.05;

const WIDTH = 64;

/** Makes a tanh network; its first layer has 784 inputs, the others have 64. */
const tanhNet =
  (weightVariance: number, depth: number): Start =>
  (seed) => {
    const init: Parameters<typeof mnistMlp>[0] = {
      activation: 'tanh',
      init: (random, shape) => normal({ std: Math.sqrt(weightVariance / shape[0]) })(random, shape),
      outputInit: (random, shape) => normal({ std: Math.sqrt(1 / shape[0]) })(random, shape),
      biasInit: normal({ std: Math.sqrt(BIAS_VARIANCE) }),
    };
    return mnistMlp({ depth, width: WIDTH, ...init, seed });
  };

/** The starts of lesson 9: every depth with every variance of the weights. */
export const starts: Record<string, Start> = Object.fromEntries(
  DEPTHS.flatMap((depth) =>
    WEIGHT_VARIANCES.map((variance) => [`${depth} layers, ${variance}`, tanhNet(variance, depth)]),
  ),
);

export const options: CompareOptions = { steps: 150, optimizer: 'sgd', learningRate: 0.05 };
