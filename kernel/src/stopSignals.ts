import { constants } from 'node:os';

type StopSignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const NAMES: readonly StopSignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Interval between two checks of the parent process. */
const LOOK_INTERVAL_MS = 500;

/** Requests to end the process, as an abort signal. */
export interface StopSignals {
  /** Aborted at the first request. The reason is the exit code. */
  signal: AbortSignal;
  /**
   * Returns the exit code for the request, as shells count it (130 for Ctrl-C), or undefined if
   * there was no request.
   */
  exitCode(): number | undefined;
  /** Stops catching the signals, so that they have their usual effect again. */
  release(): void;
}

/** Options of {@link catchStopSignals}. */
export interface StopSignalOptions {
  /** Whether a second request ends the process at once. Default true. */
  isSecondFatal?: boolean;
}

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an abort, so that the process can end in good order.
 *
 * A process that npm started also stops when npm's shell is killed, because npm does not pass
 * signals on to the processes in its shell.
 *
 * @example const { signal, exitCode, release } = catchStopSignals(); await runNotebooks(paths, {
 * signal }); release();
 */
export function catchStopSignals({ isSecondFatal = true }: StopSignalOptions = {}): StopSignals {
  const controller = new AbortController();

  function stop(name: StopSignalName): void {
    const code = 128 + constants.signals[name];
    if (!controller.signal.aborted) controller.abort(code);
    else if (isSecondFatal) process.exit(code);
  }

  for (const name of NAMES) process.on(name, stop);
  const parentWatch = process.env.npm_lifecycle_event === undefined ? undefined : watchParent(() => stop('SIGTERM'));
  return {
    signal: controller.signal,
    exitCode: () => controller.signal.reason,
    release() {
      for (const name of NAMES) process.off(name, stop);
      clearInterval(parentWatch);
    },
  };
}

/** Calls back once the parent process has ended. */
function watchParent(onEnd: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_INTERVAL_MS);
  return timer.unref();
}
