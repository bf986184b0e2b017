import { heNormal, xavierNormal } from 'initlab';
import { type CompareOptions, mnistMlp, type Start } from 'initlab/tasks';

const INITS = { He: heNormal(), Xavier: xavierNormal() };

/** Numbers of hidden ReLU layers. */
const DEPTHS: readonly number[] = [22, 34];

/** The starts of lesson 3: two depths with two initializers. */
export const starts: Record<string, Start> = Object.fromEntries(
  DEPTHS.flatMap((depth) =>
    Object.entries(INITS).map(([name, init]): [string, Start] => [
      `${depth} layers, ${name}`,
      (seed) => mnistMlp({ depth, width: 96, init, seed }),
    ]),
  ),
);

export const options: CompareOptions = { steps: 400, batchSize: 64, optimizer: 'momentum', learningRate: 0.01 };
