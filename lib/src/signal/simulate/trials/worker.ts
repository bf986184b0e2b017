import { parentPort, workerData } from 'node:worker_threads';
import { type LayerDescription, layersFrom } from '../../../network/spec/description.js';
import { prepare, type Task } from './task.js';

/** Data that a thread receives. */
export interface Assignment extends Omit<Task, 'layers'> {
  readonly layers: readonly LayerDescription[];
  /** Records of all trials, in shared memory. */
  readonly records: Float64Array;
  /** Index of the next trial that no thread has taken, in shared memory. */
  readonly next: Int32Array;
}

/** Message of a thread: the number of further trials done, or the error that stopped it. */
export type Message = { done: number } | { error: unknown };

/** Milliseconds between two messages. */
const INTERVAL = 50;

const { layers, records, next, ...task } = workerData as Assignment;
const port = parentPort;
if (port === null) throw new Error('this module is the script of a thread');
const tell = (message: Message): void => port.postMessage(message);

try {
  const run = prepare({ ...task, layers: layersFrom(layers) });
  let done = 0;
  let lastMessage = performance.now();
  for (let trial = Atomics.add(next, 0, 1); trial < task.trials; trial = Atomics.add(next, 0, 1)) {
    run(trial, records);
    done++;
    if (performance.now() - lastMessage < INTERVAL) continue;
    tell({ done });
    done = 0;
    lastMessage = performance.now();
  }
  tell({ done });
} catch (error) {
  tell({ error });
}
