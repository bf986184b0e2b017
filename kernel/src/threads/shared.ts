import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** Indices into the shared numbers: the count of answered input requests, and flags. */
const ANSWER_COUNT = 0;
const IS_PROTECTED = 1;
const HAS_ENDED = 2;
const IS_WAITING_FOR_PROCESS = 3;
const IS_COMPUTING = 4;
const IS_INTERRUPTED = 5;
const UNREAD_WEIGHT = 6;
const NUMBERS = 7;

/**
 * Weight of the messages to the protocol thread that may wait there. The thread reads all that are
 * waiting before it looks at its sockets, so a flood of output would keep it from the heartbeat and
 * from interrupts.
 */
const MAX_UNREAD = 200;

/** Longest time that the main thread waits without being stoppable by an interrupt. */
const MAX_UNSTOPPABLE_WAIT_MS = 20;

/**
 * Maximum time that an exiting process waits until its last messages are sent. Node aborts a
 * process that exits while a socket is open.
 */
const MAX_WAIT_FOR_END_MS = 10_000;

/** The main thread's access to the memory that both threads share. */
export interface MainSide {
  /** Calls `ask`, blocks until the protocol thread has answered, and returns the answer. */
  waitForAnswer(ask: () => void): unknown;
  /** Does work that an interrupt must not stop halfway, so the interrupt waits. */
  protect<T>(work: () => T): T;
  /** Does work that blocks the thread until another process has ended. */
  waitForProcess<T>(work: () => T): T;
  /** Does work of a numerical library, which an interrupt gives some time to end. */
  compute<T>(work: () => T): T;
  /** Whether an interrupt is under way that this thread's event loop has not noticed yet. */
  isInterrupted(): boolean;
  /** Records that this thread has noticed the interrupt. */
  noticeInterrupt(): void;
  /** Sends a message to the protocol thread, once there are not too many waiting there. */
  send(weight: number, send: () => void): void;
  /** Blocks until the protocol thread has sent everything and closed its sockets. */
  waitForEnd(): void;
  /** Records that the protocol thread is gone, so that nothing waits for it. */
  noticeLoss(): void;
}

/** The protocol thread's access to the memory that both threads share. */
export interface ProtocolSide {
  answer(value: unknown): void;
  isProtected(): boolean;
  /** Whether the main thread is blocked until another process has ended. */
  isWaitingForProcess(): boolean;
  /** Whether the main thread is inside an operation of a numerical library. */
  isComputing(): boolean;
  /** Lets the main thread see an interrupt even while it is busy. */
  interrupt(): void;
  /** Records that a message of the main thread has been read. */
  noticeRead(weight: number): void;
  end(): void;
}

/** The part of the shared memory that the protocol thread receives when it starts. */
export interface SharedMemory {
  numbers: Int32Array;
  port: MessagePort;
}

/** Creates memory in which each thread can see the other's state even while the other is busy. */
export function createShared(): { mainSide: MainSide; shared: SharedMemory } {
  const numbers = new Int32Array(new SharedArrayBuffer(NUMBERS * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const mainSide: MainSide = {
    waitForAnswer(ask) {
      // The answer to an interrupted request may still be waiting here.
      for (let late = receiveMessageOnPort(port1); late; late = receiveMessageOnPort(port1));
      const countBefore = Atomics.load(numbers, ANSWER_COUNT);
      ask();
      Atomics.wait(numbers, ANSWER_COUNT, countBefore);
      return receiveMessageOnPort(port1)?.message;
    },
    protect: (work) => withFlag(numbers, IS_PROTECTED, work),
    waitForProcess: (work) => withFlag(numbers, IS_WAITING_FOR_PROCESS, work),
    compute: (work) => withFlag(numbers, IS_COMPUTING, work),
    isInterrupted: () => Atomics.load(numbers, IS_INTERRUPTED) === 1,
    noticeInterrupt: () => void Atomics.store(numbers, IS_INTERRUPTED, 0),
    send(weight, send) {
      let unread = Atomics.load(numbers, UNREAD_WEIGHT);
      while (unread >= MAX_UNREAD && Atomics.load(numbers, HAS_ENDED) === 0) {
        Atomics.wait(numbers, UNREAD_WEIGHT, unread, MAX_UNSTOPPABLE_WAIT_MS);
        unread = Atomics.load(numbers, UNREAD_WEIGHT);
      }
      // Stopped between these two lines, the message counts too little, and never too much.
      send();
      Atomics.add(numbers, UNREAD_WEIGHT, weight);
    },
    noticeLoss: () => void Atomics.store(numbers, HAS_ENDED, 1),
    waitForEnd: () => void Atomics.wait(numbers, HAS_ENDED, 0, MAX_WAIT_FOR_END_MS),
  };
  return { mainSide, shared: { numbers, port: port2 } };
}

function withFlag<T>(numbers: Int32Array, flag: number, work: () => T): T {
  // Work of the same kind may be nested: operations of TensorFlow.js call each other.
  const before = Atomics.exchange(numbers, flag, 1);
  try {
    return work();
  } finally {
    Atomics.store(numbers, flag, before);
  }
}

/** Gives the protocol thread its access to the shared memory. */
export function joinShared({ numbers, port }: SharedMemory): ProtocolSide {
  return {
    answer(value) {
      port.postMessage(value);
      Atomics.add(numbers, ANSWER_COUNT, 1);
      Atomics.notify(numbers, ANSWER_COUNT);
    },
    isProtected: () => Atomics.load(numbers, IS_PROTECTED) === 1,
    isWaitingForProcess: () => Atomics.load(numbers, IS_WAITING_FOR_PROCESS) === 1,
    isComputing: () => Atomics.load(numbers, IS_COMPUTING) === 1,
    interrupt: () => void Atomics.store(numbers, IS_INTERRUPTED, 1),
    noticeRead(weight) {
      Atomics.sub(numbers, UNREAD_WEIGHT, weight);
      Atomics.notify(numbers, UNREAD_WEIGHT);
    },
    end() {
      Atomics.store(numbers, HAS_ENDED, 1);
      Atomics.notify(numbers, HAS_ENDED);
    },
  };
}
