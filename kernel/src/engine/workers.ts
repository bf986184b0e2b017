import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Worker } from 'node:worker_threads';
import type { CellRequest } from '../threads/messages.js';
import type { Callback, Scopes } from './scopes.js';

type Threads = typeof import('node:worker_threads');

export interface BoundWorkers {
  /** Ends the threads of abandoned cells, whatever they are doing. */
  endAbandoned(): void;
}

/** Makes every worker thread of the process, and what it calls back, belong to the cell that starts it. */
export function bindWorkers(scopes: Scopes): BoundWorkers {
  const living = new Map<Worker, CellRequest | undefined>();
  const threads = createRequire(import.meta.url)('node:worker_threads') as Threads;
  threads.Worker = class Worker extends threads.Worker {
    constructor(...args: ConstructorParameters<Threads['Worker']>) {
      super(...args);
      living.set(this, scopes.current());
      this.once('exit', () => living.delete(this));
      this.emit = scopes.bind(this.emit as Callback) as typeof this.emit;
    }
  };
  syncBuiltinESMExports();

  return {
    endAbandoned() {
      for (const [worker, cell] of living) {
        if (!scopes.isAbandoned(cell)) continue;
        living.delete(worker); // Its exit, as all that it still emits, will reach nobody.
        void worker.terminate();
      }
    },
  };
}
