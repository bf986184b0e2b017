import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Worker } from 'node:worker_threads';
import type { CellRequest } from '../../threads/messages.js';
import type { Callback, Scopes } from './scopes.js';

type Threads = typeof import('node:worker_threads');

/** The worker threads of all cells. */
export interface BoundWorkers {
  /** Ends the worker threads of abandoned cells, whatever they are doing. */
  endAbandoned(): void;
}

/** Makes every worker thread, and its callbacks, belong to the cell that starts it. */
export function bindWorkers(scopes: Scopes): BoundWorkers {
  const running = new Map<Worker, CellRequest | undefined>();
  const threads = createRequire(import.meta.url)('node:worker_threads') as Threads;
  threads.Worker = class Worker extends threads.Worker {
    constructor(...args: ConstructorParameters<Threads['Worker']>) {
      super(...args);
      running.set(this, scopes.current());
      this.once('exit', () => running.delete(this));
      this.emit = scopes.bind(this.emit as Callback) as typeof this.emit;
    }
  };
  syncBuiltinESMExports();

  return {
    endAbandoned() {
      for (const [worker, cell] of running) {
        if (!scopes.isAbandoned(cell)) continue;
        running.delete(worker); // No cell receives the exit event any more.
        void worker.terminate();
      }
    },
  };
}
