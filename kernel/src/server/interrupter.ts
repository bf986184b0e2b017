import { Session } from 'node:inspector';
import type { ProtocolSide } from '../threads/shared.js';
import { endAwaitedPipe } from './blocked/file.js';
import { endAwaitedProcess } from './blocked/process.js';

/**
 * Time that the main thread has to notice an interrupt on its own. After that, its running code is
 * stopped.
 */
const MAX_WAIT_MS = 100;

/** Number of attempts at which a process may still end in its own way. */
const POLITE_ATTEMPTS = 3;

/**
 * Number of attempts that an operation of a numerical library has to end. Stopped halfway, it could
 * leave its memory damaged, and the next operation does not begin.
 */
const PATIENT_ATTEMPTS = 20;

/** The state of the main thread that matters to an interrupt. */
export type MainState = Pick<ProtocolSide, 'isProtected' | 'isWaitingForProcess' | 'isComputing' | 'interrupt'>;

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
 * A thread that waits for something notices at once, and so does one that computes with
 * TensorFlow.js, before its next operation. If the thread does not notice, its running
 * code is stopped from outside and the thread is asked again, until it notices. Protected work,
 * such as the start of the engine, is never stopped.
 */
export function createInterrupter(ask: () => void, main: MainState): Interrupter {
  let timer: NodeJS.Timeout | undefined;
  let session: Session | undefined;
  let isConfirmed = false;
  let isStopping = false;
  const listeners: (() => void)[] = [];

  function attempt(count = 0): void {
    ask();
    timer = setTimeout(() => {
      // Code that waits for a process cannot be stopped before that process.
      if (!isConfirmed && main.isWaitingForProcess()) endAwaitedProcess(count < POLITE_ATTEMPTS ? 'SIGINT' : 'SIGKILL');
      // The stop comes first, so that code which waited for a pipe does not go on.
      if (!isConfirmed && isStopping) endAwaitedPipe();
      const isBusy = main.isProtected() || (main.isComputing() && count < PATIENT_ATTEMPTS);
      if (!isConfirmed && !isStopping && !isBusy) stopMainThread();
      attempt(count + 1);
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
      main.interrupt();
      attempt();
    },
    confirm() {
      isConfirmed = true;
      endIfDone();
    },
    settled: () => (timer ? new Promise((resolve) => listeners.push(resolve)) : Promise.resolve()),
  };
}
