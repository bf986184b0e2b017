import type { CellOutcome, Outcome } from '../threads/messages.js';
import type { OutputEvent } from '../threads/outputEvent.js';
import type { Content, Message, ParentHeader } from '../wire/message.js';
import type { History } from './history.js';
import type { CellLimit } from './limits/cellLimit.js';
import type { Publisher } from './publisher.js';
import type { RemoteEngine } from './remoteEngine.js';

/** Runs execute requests, counts them, and knows which request a cell's output belongs to. */
export interface Executions {
  run(request: Message): Promise<Content>;
  /**
   * Creates the reply to a request that does not run because an earlier one failed. It has no
   * number, with which a front end would show the cell as run.
   */
  abort(): Content;
  publishOutput(cell: number, event: OutputEvent): void;
  /** Finds the request of a cell. */
  requestOf(cell: number): Message | undefined;
  /** Forgets the request of a cell that can send nothing any more. */
  forget(cell: number): void;
}

export function createExecutions(
  engine: RemoteEngine,
  publisher: Publisher,
  history: History,
  limit: CellLimit,
): Executions {
  // What a timer prints after its cell has ended still belongs to that cell.
  const requests = new Map<number, Message>();
  let cells = 0;
  let count = 0;

  const requestOf = (cell: number): Message | undefined => requests.get(cell);

  async function run(request: Message): Promise<Content> {
    const { code, isSilent, isStored, expressions } = readRequest(request.content);
    if (isStored) history.add(++count, code);
    const parent = request.header;
    const cell = ++cells;
    requests.set(cell, {
      ...request,
      content: { allow_stdin: request.content.allow_stdin, silent: isSilent },
      buffers: [],
    });
    if (!isSilent) publisher.publish('execute_input', { code, execution_count: count }, parent);
    const allowStdin = request.content.allow_stdin === true;
    const warn = (text: string): void => {
      publisher.publishOutput({ kind: 'stream', name: 'stderr', text }, parent);
      publisher.flush();
    };
    const stop = (text: string): void => {
      warn(text);
      engine.interrupt();
    };
    const unwatch = limit.watch({ warn, stop });
    const outcome = await engine
      .execute({ cell, code, label: `In [${count}]`, allowStdin, expressions })
      .finally(unwatch);
    if (!isSilent) publishOutcome(outcome, parent);
    return replyFor(outcome);
  }

  function publishOutcome(outcome: Outcome, parent: ParentHeader): void {
    if (outcome.status === 'error') {
      const { ename, evalue, traceback } = outcome;
      publisher.publish('error', { ename, evalue, traceback }, parent);
    } else if (outcome.value) {
      history.setOutput(count, outcome.value['text/plain']);
      publisher.publish('execute_result', { data: outcome.value, metadata: {}, execution_count: count }, parent);
    }
  }

  function replyFor(outcome: CellOutcome): Content {
    if (outcome.status === 'error') return { ...outcome, execution_count: count };
    const results = Object.entries(outcome.expressions ?? {});
    const user_expressions = Object.fromEntries(results.map(([name, result]) => [name, expressionContent(result)]));
    return { status: 'ok', execution_count: count, user_expressions, payload: [] };
  }

  return {
    run,
    abort: () => ({ status: 'aborted' }),
    publishOutput: (cell, event) => publisher.publishOutput(event, requestOf(cell)?.header ?? {}),
    requestOf,
    forget: (cell) => void requests.delete(cell),
  };
}

function expressionContent(outcome: Outcome): Content {
  if (outcome.status === 'error') return { ...outcome };
  return { status: 'ok', data: outcome.value ?? { 'text/plain': 'undefined' }, metadata: {} };
}

interface ExecuteRequest {
  code: string;
  isSilent: boolean;
  /** Checks whether the request is counted and stored in the history. */
  isStored: boolean;
  expressions: Record<string, string>;
}

function readRequest(content: Content): ExecuteRequest {
  const isSilent = content.silent === true;
  const asked = typeof content.user_expressions === 'object' ? (content.user_expressions ?? {}) : {};
  const expressions = Object.fromEntries(Object.entries(asked).map(([name, code]) => [name, String(code)]));
  const isStored = !isSilent && content.store_history !== false;
  return { code: String(content.code ?? ''), isSilent, isStored, expressions };
}
