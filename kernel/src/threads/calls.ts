import { inspect } from 'node:util';
import type { MessagePort, Worker } from 'node:worker_threads';

/** One end of a connection between two threads. */
type CallPort = MessagePort | Worker;

interface Call {
  id: number;
  method: string;
  args: unknown[];
}

type CallResult = { id: number; value: unknown } | { id: number; error: string };

/** Calls functions of another thread. */
export interface Caller {
  call<T>(method: string, ...args: unknown[]): Promise<T>;
  /** Rejects all calls that are not answered, because the other thread has ended. */
  fail(reason: string): void;
  /** Rejects them because the other thread has ended for a while. They can be repeated. */
  rest(): void;
  hasRested: boolean;
}

export function createCaller(port: CallPort): Caller {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let count = 0;
  port.on('message', (result: CallResult) => {
    const caller = pending.get(result.id);
    pending.delete(result.id);
    if ('error' in result) caller?.reject(new Error(result.error));
    else caller?.resolve(result.value as never);
  });
  const caller: Caller = {
    hasRested: false,
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        pending.set(++count, { resolve, reject });
        port.postMessage({ id: count, method, args } satisfies Call);
      }),
    fail(reason) {
      for (const { reject } of pending.values()) reject(new Error(reason));
      pending.clear();
    },
    rest() {
      caller.hasRested = true;
      caller.fail('The other thread has ended for a while.');
    },
  };
  return caller;
}

/** Answers calls from another thread with the functions of an object. */
export function answerCalls(port: CallPort, methods: Record<string, (...args: never[]) => unknown>): void {
  port.on('message', ({ id, method, args }: Call) => {
    try {
      port.postMessage({ id, value: methods[method]?.(...(args as never[])) } satisfies CallResult);
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
      port.postMessage({ id, error: text } satisfies CallResult);
    }
  });
}
