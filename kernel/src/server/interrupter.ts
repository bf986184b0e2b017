import { Session } from 'node:inspector';

/**
 * Time that the main thread has to notice an interrupt on its own. After that, its running code is
 * stopped.
 */
const MAX_WAIT_MS = 100;

/** Interrupts the main thread, whatever it is doing. */
export interface Interrupter {
  start(): void;
  /** Records that the main thread has noticed the interrupt. */
  confirm(): void;
  /**
   * Resolves when no interrupt is under way. Wait for it before running more code, because a late
   * stop would hit that code.
   */
  settled(): Promise<void>;
}

/**
 * Creates an interrupter that asks the main thread through `ask`.
 *
 * A thread that waits for something notices at once. If the thread does not notice, its running
 * code is stopped from outside and the thread is asked again, until it notices. Protected work,
 * such as the start of the engine, is never stopped.
 */
export function createInterrupter(ask: () => void, isProtected: () => boolean): Interrupter {
  let timer: NodeJS.Timeout | undefined;
  let session: Session | undefined;
  let isConfirmed = false;
  let isStopping = false;
  const listeners: (() => void)[] = [];

  function attempt(): void {
    ask();
    timer = setTimeout(() => {
      if (!isConfirmed && !isStopping && !isProtected()) stopMainThread();
      attempt();
    }, MAX_WAIT_MS);
  }

  function stopMainThread(): void {
    if (!session) {
      session = new Session();
      session.connectToMainThread();
    }
    isStopping = true;
    // V8 answers as soon as it has stopped something, even if that is only the code that receives
    // the next question.
    session.post('Runtime.terminateExecution', () => {
      isStopping = false;
      endIfDone();
    });
  }

  function endIfDone(): void {
    if (!isConfirmed || isStopping) return;
    clearTimeout(timer);
    timer = undefined;
    session?.disconnect();
    session = undefined;
    for (const resolve of listeners.splice(0)) resolve();
  }

  return {
    start() {
      if (timer) return;
      isConfirmed = false;
      attempt();
    },
    confirm() {
      isConfirmed = true;
      endIfDone();
    },
    settled: () => (timer ? new Promise((resolve) => listeners.push(resolve)) : Promise.resolve()),
  };
}
