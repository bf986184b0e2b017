import type { LayersModel } from '@tensorflow/tfjs-layers';
import { significant } from '../display/significant.js';
import { table } from '../display/table.js';
import { withTable } from '../display/withTable.js';
import { describe, knownOptions, positiveInteger } from '../foundation/argument.js';
import { rows } from '../foundation/numberArray.js';
import { mean, median } from '../foundation/statistics.js';
import type { OptimizerName } from '../network/optimizer.js';
import type { Dataset, Sampler } from './data/dataset.js';
import { evaluate } from './evaluate.js';
import { type Training, type TrainOptions, train } from './train.js';

/** Untrained model, data to train on and data for the test, such as `mnistCnn(options)` makes. */
export interface ComparedTask {
  model: LayersModel;
  train: Dataset | Sampler;
  test: Dataset;
}

/** Makes the task of one start with the weights of a seed. */
export type Start = (seed: number) => ComparedTask;

export interface CompareOptions
  extends Pick<TrainOptions, 'steps' | 'batchSize' | 'learningRate' | 'loss' | 'evaluate'> {
  /** Name of the optimizer. Each run has its own. Default as in {@link train}. */
  optimizer?: OptimizerName;
  /** Seeds, each for the weights and the batches of one run of every start. Default 1 to 5. */
  seeds?: readonly number[];
  /** Number of test examples, the first ones, on which each run is evaluated. Default 500. */
  testExamples?: number;
  /**
   * Callback with each trained model, for measurements of your own. The model is disposed of
   * afterwards.
   */
  onModel?: (model: LayersModel, run: ComparedRun) => unknown;
}

/** One start, trained with one seed. */
export interface ComparedRun extends Training {
  /** Name of the start. */
  name: string;
  seed: number;
  /** Mean loss of the last 20 steps, or of all if there are fewer. NaN if the run diverged. */
  lastLoss: number;
  /** Loss on the test examples after the last step. */
  testLoss: number;
  /** Share of the test examples that are classified correctly. Present for classes only. */
  testAccuracy?: number;
}

/** All runs, start by start and in the order of the seeds. Shown as a table. */
export type Comparison = readonly ComparedRun[];

const OPTION_NAMES = 'steps batchSize optimizer learningRate loss evaluate seeds testExamples onModel'.split(' ');

/** Number of steps at the end over which `lastLoss` is averaged. */
const LAST_STEPS = 20;

/**
 * Trains every start with every seed, with the same options, because what one seed shows may be
 * chance. The result lists the runs; as the last value of a cell it is a table with the median and
 * the range over the seeds. Pass it to `lossCurves` of initlab/plot, which draws the runs of a
 * start as thin lines of one colour.
 *
 * @param starts for each name a function that makes the task with the weights of a seed
 * @throws TypeError or RangeError that names the option that does not fit; and whatever `train` and
 *   `onModel` throw
 * @example
 * ```ts
 * import { heNormal, useBackend, xavierNormal } from 'initlab';
 * import { compare, sinFit } from 'initlab/tasks';
 * await useBackend('cpu');
 * const net = { depth: 2, width: 8, activation: 'relu' } as const;
 * const runs = await compare(
 *   { He: (seed) => sinFit({ ...net, init: heNormal(), seed }), Xavier: (seed) => sinFit({ ...net, init: xavierNormal(), seed }) },
 *   { steps: 3, seeds: [1, 2] },
 * );
 * runs.map(({ name, seed }) => `${name} ${seed}`); // ['He 1', 'He 2', 'Xavier 1', 'Xavier 2']
 * ```
 */
export async function compare(starts: Record<string, Start>, options: CompareOptions): Promise<Comparison> {
  knownOptions(options, OPTION_NAMES, 'compare');
  const { seeds = [1, 2, 3, 4, 5], testExamples = 500, onModel, ...rest } = options;
  positiveInteger(testExamples, 'testExamples');
  if (!Array.isArray(seeds) || seeds.length === 0) {
    throw new TypeError(`seeds is ${describe(seeds)}; it must be a list of at least one seed`);
  }
  const runs: ComparedRun[] = [];
  for (const [name, start] of Object.entries(starts)) {
    if (typeof start !== 'function') {
      throw new TypeError(`${name} is ${describe(start)}; it must be a function: (seed) => mnistCnn({ seed })`);
    }
    for (const seed of seeds) {
      const { model, train: data, test } = start(seed);
      try {
        const training = await train(model, data, { ...rest, seed, progress: false });
        const evaluation = evaluate(
          model,
          firstExamples(test, testExamples),
          rest.loss === undefined ? {} : { loss: rest.loss },
        );
        const run: ComparedRun = { ...training, name, seed, lastLoss: lastLoss(training), testLoss: evaluation.loss };
        if (evaluation.accuracy !== undefined) run.testAccuracy = evaluation.accuracy;
        runs.push(run);
        await onModel?.(model, run);
      } finally {
        model.dispose();
      }
    }
  }
  return withSummary(runs);
}

/** Lets runs show themselves as a table with the median and the range over the seeds. */
export function withSummary<Run extends SummarizedRun>(runs: Run[]): Run[] {
  const seeds = new Set(runs.map(({ seed }) => seed));
  return withTable(runs, `${seeds.size} seeds per start; median (lowest to highest)`, summary(runs));
}

/** Properties of a run that the table summarizes. */
type SummarizedRun = Pick<ComparedRun, 'name' | 'seed' | 'loss' | 'end' | 'lastLoss' | 'testLoss' | 'testAccuracy'>;

function lastLoss({ loss, end }: Training): number {
  return end === 'diverged' ? Number.NaN : mean(Array.from(loss).slice(-LAST_STEPS));
}

function firstExamples({ x, y }: Dataset, count: number): Dataset {
  const indices = Array.from({ length: Math.min(count, x.shape[0]) }, (_, i) => i);
  return { x: rows(x, indices), y: rows(y, indices) };
}

function summary(runs: readonly SummarizedRun[]): ReturnType<typeof table> {
  const names = [...new Set(runs.map(({ name }) => name))];
  return table(
    names.map((name) => {
      const own = runs.filter((run) => run.name === name);
      const done = own.filter(({ end }) => end !== 'diverged');
      const accuracies = own.flatMap(({ testAccuracy }) => testAccuracy ?? []);
      return {
        start: name,
        'first loss': range(own.map(({ loss }) => loss[0])),
        'last losses': range(done.map(({ lastLoss: loss }) => loss)),
        'test loss': range(done.map(({ testLoss }) => testLoss)),
        ...(accuracies.length > 0 && { 'test accuracy': range(accuracies) }),
        diverged: own.length - done.length,
      };
    }),
  );
}

/** Writes the median of some numbers, and in brackets the lowest and the highest. */
function range(values: readonly number[]): string {
  if (values.length === 0) return '';
  const write = (value: number): string => significant(value, 3);
  return `${write(median(values))} (${write(Math.min(...values))} to ${write(Math.max(...values))})`;
}
