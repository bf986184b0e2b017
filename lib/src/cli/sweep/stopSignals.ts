import { constants } from 'node:os';

/** Requests to end the command, as an abort signal. */
export interface StopRequests {
  readonly signal: AbortSignal;
  /** Returns the exit code for the request, as shells count it, or undefined without a request. */
  exitCode(): number | undefined;
  release(): void;
}

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an abort. A second request ends the process at once. It is
 * not the function of initlab-kernel, because sweeps run without that package.
 */
export function catchStopRequests(): StopRequests {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (name: NodeJS.Signals): void => {
    const code = 128 + constants.signals[name];
    if (controller.signal.aborted) process.exit(code);
    controller.abort(code);
  };
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    exitCode: () => controller.signal.reason,
    release: () => {
      for (const name of names) process.off(name, stop);
    },
  };
}
