import { Session } from 'node:inspector';

/** Milliseconds that the main thread gets to hear an interrupt by itself before its code is stopped. */
const patience = 100;

/** Interrupts the main thread, whatever it does. */
export interface Interrupter {
  start(): void;
  /** To be called when the main thread has heard. */
  heard(): void;
  /** Resolves when no interrupt is under way: a stop that comes late would hit whatever runs next. */
  settled(): Promise<void>;
}

/**
 * Asks the main thread by `ask`; while it does not hear, its running code is stopped from outside, and it is asked again.
 * A thread that waits hears at once. The compiler is let go on: torn apart, it could compile nothing more.
 */
export function createInterrupter(ask: () => void, isCompiling: () => boolean): Interrupter {
  let timer: NodeJS.Timeout | undefined;
  let session: Session | undefined;
  let hasHeard = false;
  let stopping = false;
  const waiting: (() => void)[] = [];

  function attempt(): void {
    ask();
    timer = setTimeout(() => {
      if (!hasHeard && !stopping && !isCompiling()) stopMainThread();
      attempt();
    }, patience);
  }

  function stopMainThread(): void {
    if (!session) {
      session = new Session();
      session.connectToMainThread();
    }
    stopping = true;
    // Answered once something was stopped, if only the hearing of the next question.
    session.post('Runtime.terminateExecution', () => {
      stopping = false;
      endIfDone();
    });
  }

  function endIfDone(): void {
    if (!hasHeard || stopping) return;
    clearTimeout(timer);
    timer = undefined;
    session?.disconnect();
    session = undefined;
    for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    start() {
      if (timer) return;
      hasHeard = false;
      attempt();
    },
    heard() {
      hasHeard = true;
      endIfDone();
    },
    settled: () => (timer ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
}
