import { Worker } from 'node:worker_threads';

/**
 * Calls back on every SIGINT, also while the main thread is busy, which is when JavaScript's own signal handlers do not run.
 *
 * Node has a watch for the signal that stops a script from outside (`breakOnSigint`). A thread of its own does nothing but
 * wait to be stopped by it. The outer script keeps the watch, and with it the process, between two signals.
 */
export function interruptOnSigint(onSigint: () => void): void {
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
