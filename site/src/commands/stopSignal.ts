import { constants } from 'node:os';

/** How often to look whether npm, our parent, has gone without a word. */
const WATCH_MS = 500;

/**
 * Aborted when the process is asked to end: by Ctrl-C, by SIGTERM, or because npm's shell that started it was killed (npm does not
 * pass a signal on to what its shell runs). The reason is the exit code that says so. Asked a second time, the process ends at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: 'SIGINT' | 'SIGTERM') => {
    const code = 128 + constants.signals[signal];
    if (controller.signal.aborted) process.exit(code);
    controller.abort(code);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      stop('SIGTERM');
    }, WATCH_MS);
    watch.unref();
  }
  return controller.signal;
}
