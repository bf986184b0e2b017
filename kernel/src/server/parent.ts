import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at who our parent is. */
const interval = 500;

/**
 * Ends this process when its parent is gone, also while a cell keeps the main thread busy: the channel to the parent
 * closes only for a main thread that is free, so a thread of its own looks at the parent's id.
 */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit());
  const watch = new Worker(
    `const parent = process.ppid;
     setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), ${interval});`,
    { eval: true, execArgv: [] },
  );
  watch.unref();
}
