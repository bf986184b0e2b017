import type { MessagePort } from 'node:worker_threads';
import type { Completeness } from '../engine/completeCode.js';
import type { CellOutcome } from '../engine/engine.js';
import type { Failure } from '../engine/failure.js';
import type { Output } from '../engine/output.js';
import type { Answer, CellRequest, FromEngine, Question, ToEngine } from '../threads/messages.js';
import type { ProtocolSide } from '../threads/shared.js';
import { createInterrupter } from './interrupter.js';

/** What the engine tells without being asked. */
export interface EngineEvents {
  onOutput(cell: number, output: Output): void;
  onQuestion(cell: number, question: Question): void;
  /** The process is about to end. */
  onEnding(cell: number, reason: string): void;
}

/** The engine on the main thread, seen from the protocol thread. */
export interface RemoteEngine {
  execute(request: CellRequest): Promise<CellOutcome>;
  complete(code: string, position: number): Promise<{ matches: string[]; start: number; end: number }>;
  inspect(code: string, position: number): Promise<string | undefined>;
  isComplete(code: string): Promise<Completeness>;
  interrupt(): void;
  /** Gives a line to `process.stdin`. */
  give(line: string): void;
  exit(): void;
  /** Whether the main thread is at work for us: it will hear in a while. */
  isCompiling(): boolean;
  listen(events: EngineEvents): void;
}

/** An engine's method threw: never a cell's own error, which is an outcome. */
export class EngineError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.ename}: ${failure.evalue}`);
    this.failure = failure;
  }
}

export function createRemoteEngine(port: MessagePort, side: ProtocolSide): RemoteEngine {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const post = (message: ToEngine): void => port.postMessage(message);
  const interrupter = createInterrupter(() => post({ kind: 'interrupt' }), side.isCompiling);
  let calls = 0;

  async function call<T>(method: string, ...args: unknown[]): Promise<T> {
    await interrupter.settled();
    const id = ++calls;
    return new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve, reject });
      post({ kind: 'call', id, method, args });
    });
  }

  function settle(message: Answer): void {
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value as never);
    else waiting?.reject(new EngineError(message.failure));
  }

  return {
    execute: (request) => call('execute', request),
    complete: (code, position) => call('complete', code, position),
    inspect: (code, position) => call('inspect', code, position),
    isComplete: (code) => call('isComplete', code),
    interrupt: interrupter.start,
    give: (text) => post({ kind: 'line', text }),
    exit: () => post({ kind: 'exit' }),
    isCompiling: side.isCompiling,
    listen(events) {
      port.on('message', (message: FromEngine) => {
        switch (message.kind) {
          case 'output':
            return events.onOutput(message.cell, message.output);
          case 'ask':
            return events.onQuestion(message.cell, message.question);
          case 'ending':
            return events.onEnding(message.cell, message.reason);
          case 'stopped':
            return interrupter.heard();
          default:
            settle(message);
        }
      });
    },
  };
}
