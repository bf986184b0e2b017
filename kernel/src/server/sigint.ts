import { Worker } from 'node:worker_threads';

/**
 * Calls `onSigint` at every SIGINT, even while the main thread is busy and JavaScript's own signal
 * handlers do not run.
 *
 * Node can watch for the signal and stop a script from outside (`breakOnSigint`). A separate thread
 * does nothing but wait to be stopped in this way. The outer script keeps Node's watch, and so the
 * process, alive between two signals.
 */
export function watchSigint(onSigint: () => void): void {
  const watch = new Worker(
    `const { runInThisContext } = require('node:vm');
     const { parentPort } = require('node:worker_threads');
     const options = { breakOnSigint: true };
     globalThis.watch = () => {
       for (;;) {
         try { runInThisContext('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', options); }
         catch { parentPort.postMessage('SIGINT'); }
       }
     };
     runInThisContext('watch()', options);`,
    { eval: true, execArgv: [] },
  );
  watch.on('message', onSigint);
  watch.unref();
}
