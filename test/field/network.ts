import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { OptimizerName, TrainOptions } from 'initlab';

/** Numbers with their shape. The first axis counts the samples. */
export interface Values {
  shape: number[];
  data: Float32Array | Int32Array;
}

/** A network, its data, and the settings of its training. */
export interface Training {
  model: tfl.LayersModel;
  x: Values;
  y: Values;
  loss: NonNullable<TrainOptions['loss']>;
  /**
   * The optimizer: a name, or a function that makes an optimizer of tfjs with the learning rate.
   */
  optimizer: OptimizerName | ((learningRate: number) => tf.Optimizer);
  learningRate: number;
  batchSize: number;
  /** Number of updates. */
  steps: number;
  /** Whether the batches come in the order in which the samples are stored. Default: shuffled. */
  isOrdered?: boolean;
  /** Other inputs on which the skill is measured. Default: `x`. */
  test?: Values;
  /**
   * Measures how well the outputs for `x` solve the task: 0 for the best guess that ignores the
   * input, 1 for a perfect solution. `skill.ts` has the usual measures.
   */
  skill(outputs: Float32Array): number;
}

/** A network of the field library, rebuilt from its source. */
export interface FieldNetwork {
  /** The id of the entry in `sources`. */
  id: string;
  /**
   * Differences from the source: smaller sizes, artificial data, and choices where the source
   * leaves something open.
   */
  changes: string;
  /**
   * The least skill with which the network counts as learning, chosen before `diagnose` was run.
   */
  learnsFrom: number;
  /**
   * Seeds for which the failure and the repair were confirmed. Default 1, 2 and 3; others if the
   * source says that only some starts fail. The first seed is the one that is diagnosed.
   */
  seeds?: readonly number[];
  /** Builds the network as it is in the source, before training. */
  build(seed: number): Training;
  /** Builds the network with the accepted repair. Absent for sound networks. */
  repaired?(seed: number): Training;
  /**
   * The names of the layers where the fault lies. Default: the layers that `places.ts` finds for
   * the word in the source.
   */
  at?: readonly string[];
}

/** Returns the seeds of a network: those that it lists, or the default ones. */
export function seedsOf({ seeds }: FieldNetwork): readonly number[] {
  return seeds ?? [1, 2, 3];
}
