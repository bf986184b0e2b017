import { build } from '../../../network/spec/build.js';
import type { Graph } from '../../../network/spec/graph.js';
import type { LayerSpec } from '../../../network/spec/layerSpec.js';
import { random } from '../../../random/random.js';
import { program } from './program.js';
import { RECORD, writeRecords } from './record.js';

/** A simulation to run, with checked options. */
export interface Task {
  readonly layers: readonly LayerSpec[];
  readonly inputShape: readonly number[];
  /** Input, row-major, with a row for each sample. */
  readonly input: Float32Array;
  readonly batch: number;
  readonly backward: boolean;
  readonly seed: number | bigint;
  readonly trials: number;
}

/** Runs trial k and writes its statistics to the records of all trials. */
export type RunTrial = (trial: number, records: Float64Array) => void;

/** Makes a task ready to run on this thread. Trial k draws from stream k + 1 of the seed. */
export function prepare(task: Task, graph: Graph = build(task.layers, task.inputShape)): RunTrial {
  const run = program(graph, task.batch, task.backward);
  const stream = random(task.seed);
  return (trial, records) => writeRecords(run(stream.split(trial + 1), task.input), records, trial);
}

/** Counts the numbers in the records of all trials. */
export function recordLength(task: Task, graph: Graph): number {
  return task.trials * graph.length * RECORD;
}
