import { evaluate, normal, train, useBackend } from 'initlab';
import { mnistMlp } from 'initlab/tasks';

/** Variance of the biases. */
export const BIAS_VARIANCE = 0.05;

/**
 * Points of the sweep: tanh networks of width 64. The variance of a weight is `weightVariance` over
 * the fanIn. The seeds are those of all lessons.
 */
export const grid = {
  depth: [4, 8, 16, 24, 32, 40],
  weightVariance: [0.5, 1, 1.4, 1.76, 2.1, 2.5, 3, 4],
  seed: [1, 2, 3, 4, 5],
};

interface Point {
  depth: number;
  weightVariance: number;
  seed: number;
}

interface Context {
  signal: AbortSignal;
  progress(share: number): void;
}

const STEPS = 150;

/** Trains a network for 150 steps of gradient descent, and measures its accuracy on test data. */
export async function run(point: Point, { signal, progress }: Context): Promise<{ accuracy?: number }> {
  await useBackend('wasm');
  const { depth, weightVariance, seed } = point;
  const task = mnistMlp({
    depth,
    width: 64,
    activation: 'tanh',
    init: (random, shape) => normal({ std: Math.sqrt(weightVariance / shape[0]) })(random, shape),
    outputInit: (random, shape) => normal({ std: Math.sqrt(1 / shape[0]) })(random, shape),
    biasInit: normal({ std: Math.sqrt(BIAS_VARIANCE) }),
    seed,
  });
  try {
    await train(task.model, task.train, {
      steps: STEPS,
      optimizer: 'sgd',
      learningRate: 0.05,
      seed,
      signal,
      progress: false,
      onStep: ({ step }) => progress(step / STEPS),
    });
    return evaluate(task.model, task.test);
  } finally {
    task.model.dispose();
  }
}
