import type { MessagePort } from 'node:worker_threads';
import { type Caller, createCaller } from '../threads/calls.js';
import type {
  Answer,
  CellOutcome,
  CellRequest,
  Completeness,
  Completions,
  FromEngine,
  InputRequest,
  Inspection,
  ToEngine,
} from '../threads/messages.js';
import type { Failure, OutputEvent } from '../threads/outputEvent.js';
import type { ProtocolSide } from '../threads/shared.js';
import { weightOf } from '../threads/weight.js';
import { createInterrupter } from './interrupter.js';

/** Receives what the engine sends without being asked. */
export interface EngineEvents {
  onOutput(cell: number, event: OutputEvent): void;
  onInputRequest(cell: number, request: InputRequest): void;
  /** Called when a cell can send nothing any more. */
  onForgotten(cell: number): void;
  /** Called when the process is about to end. */
  onEnding(cell: number, reason: string): void;
}

/** The engine on the main thread, and the compiler alongside it, seen from the protocol thread. */
export interface RemoteEngine {
  execute(request: CellRequest): Promise<CellOutcome>;
  complete(code: string, position: number): Promise<Completions>;
  inspect(code: string, position: number): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
  interrupt(): void;
  /** Gives a line to `process.stdin`. */
  giveLine(line: string): void;
  exit(): void;
  /** Whether the main thread does work that must not be stopped. */
  isProtected(): boolean;
  listen(events: EngineEvents): void;
}

/** Reports that a method of the engine threw. The error of a cell is an outcome instead. */
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
  const interrupter = createInterrupter(() => post({ kind: 'interrupt' }), side);
  let calls = 0;
  let compiler: Caller | undefined;
  const waiting: ((caller: Caller) => void)[] = [];
  let readWeight = 0;

  /**
   * Lets the main thread send more on the next turn of the event loop. If it could at once, this
   * thread would read on and on, and never look at its sockets.
   */
  function noteRead(message: FromEngine): void {
    if (readWeight === 0)
      setImmediate(() => {
        side.noticeRead(readWeight);
        readWeight = 0;
      });
    readWeight += weightOf(message);
  }

  /** Calls the compiler, which answers even while a cell is running. */
  async function ask<T>(method: string, ...args: unknown[]): Promise<T> {
    if (!compiler) post({ kind: 'wake' });
    const caller = compiler ?? (await new Promise<Caller>((resolve) => waiting.push(resolve)));
    try {
      return await caller.call<T>(method, ...args);
    } catch (error) {
      if (!caller.hasRested) throw error;
      return ask(method, ...args);
    }
  }

  function connectCompiler(port: MessagePort | undefined): void {
    if (!port) {
      const rested = compiler;
      compiler = undefined;
      rested?.rest();
      return;
    }
    compiler?.fail('the compiler has ended');
    const caller = createCaller(port);
    compiler = caller;
    for (const resolve of waiting.splice(0)) resolve(caller);
  }

  async function call<T>(method: string, ...args: unknown[]): Promise<T> {
    await interrupter.settled();
    const id = ++calls;
    return new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve, reject });
      post({ kind: 'call', id, method, args });
    });
  }

  function settleCall(answer: Answer): void {
    const caller = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.kind === 'answer') caller?.resolve(answer.value as never);
    else caller?.reject(new EngineError(answer.failure));
  }

  return {
    execute: (request) => call('execute', request),
    complete: (code, position) => ask('complete', code, position),
    inspect: (code, position) => ask('inspect', code, position),
    isComplete: (code) => ask('isComplete', code),
    interrupt: interrupter.start,
    giveLine: (text) => post({ kind: 'line', text }),
    exit: () => post({ kind: 'exit' }),
    isProtected: side.isProtected,
    listen(events) {
      port.on('message', (message: FromEngine) => {
        noteRead(message);
        switch (message.kind) {
          case 'output':
            return events.onOutput(message.cell, message.event);
          case 'input':
            return events.onInputRequest(message.cell, message.request);
          case 'forgotten':
            return events.onForgotten(message.cell);
          case 'ending':
            return events.onEnding(message.cell, message.reason);
          case 'compiler':
            return connectCompiler(message.port);
          case 'interrupted':
            return interrupter.confirm();
          default:
            settleCall(message);
        }
      });
    },
  };
}
