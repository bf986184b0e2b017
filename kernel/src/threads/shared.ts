import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/**
 * Memory that both threads see: what one must know of the other while the other cannot be asked.
 *
 * Its numbers: how often input was answered, whether the compiler is at work, whether the protocol thread has ended.
 */
const [answers, compiling, ended] = [0, 1, 2];

/** Milliseconds that a process which ends waits for its last messages to leave: node aborts it if a socket is open then. */
const patience = 10_000;

/** The main thread's side. */
export interface MainSide {
  /** Asks, stands still until the protocol thread has answered, and returns the answer. */
  waitForAnswer(ask: () => void): unknown;
  /** Runs the compiler: work that must not be torn apart. */
  compile<T>(work: () => T): T;
  /** Stands still until the protocol thread has sent everything and closed its sockets. */
  waitForEnd(): void;
}

/** The protocol thread's side. */
export interface ProtocolSide {
  answer(value: unknown): void;
  isCompiling(): boolean;
  end(): void;
}

/** What the protocol thread is given of the shared memory: it can be sent to a thread. */
export interface Shared {
  numbers: Int32Array;
  port: MessagePort;
}

export function createShared(): { mainSide: MainSide; shared: Shared } {
  const numbers = new Int32Array(new SharedArrayBuffer(12));
  const { port1, port2 } = new MessageChannel();
  const mainSide: MainSide = {
    waitForAnswer(ask) {
      // A question that was interrupted may have left its answer here.
      for (let late = receiveMessageOnPort(port1); late; late = receiveMessageOnPort(port1));
      const seen = Atomics.load(numbers, answers);
      ask();
      Atomics.wait(numbers, answers, seen);
      return receiveMessageOnPort(port1)?.message;
    },
    compile(work) {
      Atomics.store(numbers, compiling, 1);
      try {
        return work();
      } finally {
        Atomics.store(numbers, compiling, 0);
      }
    },
    waitForEnd: () => void Atomics.wait(numbers, ended, 0, patience),
  };
  return { mainSide, shared: { numbers, port: port2 } };
}

export function protocolSide({ numbers, port }: Shared): ProtocolSide {
  return {
    answer(value) {
      port.postMessage(value);
      Atomics.add(numbers, answers, 1);
      Atomics.notify(numbers, answers);
    },
    isCompiling: () => Atomics.load(numbers, compiling) === 1,
    end() {
      Atomics.store(numbers, ended, 1);
      Atomics.notify(numbers, ended);
    },
  };
}
