import { evaluate, heNormal, train, useBackend, xavierNormal } from 'initlab';
import { mnistMlp } from 'initlab/tasks';

/** Points of the sweep: ReLU networks with the two schemes that He et al. (2015) compared. */
export const grid = {
  scheme: ['he', 'xavier'],
  depth: [2, 6, 10, 14, 18, 22, 26, 30],
  repetition: [0, 1, 2, 3],
};

interface Point {
  scheme: 'he' | 'xavier';
  depth: number;
}

interface Context {
  seed: number;
  signal: AbortSignal;
  progress(share: number): void;
}

const STEPS = 200;

/** Trains a network for 200 steps with momentum, and measures its accuracy on test data. */
export async function run(point: Point, { seed, signal, progress }: Context): Promise<{ accuracy?: number }> {
  await useBackend('wasm');
  const init = point.scheme === 'he' ? heNormal() : xavierNormal();
  const task = mnistMlp({ depth: point.depth, width: 64, init, seed });
  try {
    await train(task.model, task.train, {
      steps: STEPS,
      optimizer: 'momentum',
      learningRate: 0.01,
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
