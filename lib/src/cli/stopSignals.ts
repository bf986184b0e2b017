import { constants } from 'node:os';

type Name = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Turns Ctrl-C, and the polite ways to end a process, into an abort. */
export interface StopSignals {
  signal: AbortSignal;
  /** The exit code for the signal that came, as shells count them (130 for Ctrl-C); undefined if none came. */
  exitCode(): number | undefined;
  /** Gives the signals back their usual effect. */
  release(): void;
}

export function catchStopSignals(): StopSignals {
  const names: Name[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const controller = new AbortController();
  let caught: Name | undefined;
  const stop = (name: Name): void => {
    caught ??= name;
    controller.abort();
  };
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    exitCode: () => caught && 128 + constants.signals[caught],
    release() {
      for (const name of names) process.off(name, stop);
    },
  };
}
