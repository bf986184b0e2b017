import type { CellOutcome, Outcome } from '../engine/engine.js';
import type { Output } from '../engine/output.js';
import type { Content, Message } from '../wire/message.js';
import type { HeapWatch } from './heapWatch.js';
import type { History } from './history.js';
import type { Parent, Publisher } from './publisher.js';
import type { RemoteEngine } from './remoteEngine.js';

/** Runs execute requests, counts them, and knows which request a cell's output belongs to. */
export interface Executions {
  run(request: Message): Promise<Content>;
  /** The reply to a request that is not run because one before it failed. */
  abort(): Content;
  output(cell: number, output: Output): void;
  /** The request of a cell. */
  requestOf(cell: number): Message | undefined;
}

export function createExecutions(
  engine: RemoteEngine,
  publisher: Publisher,
  history: History,
  heap: HeapWatch,
): Executions {
  // Never shortened: what a timer prints after its cell has ended still belongs to that cell.
  const requests: Message[] = [];
  let count = 0;

  const requestOf = (cell: number): Message | undefined => requests[cell - 1];

  async function run(request: Message): Promise<Content> {
    const { code, silent, stored, expressions } = readRequest(request.content);
    if (stored) history.add(++count, code);
    const parent = request.header;
    const cell = requests.push({
      ...request,
      content: { allow_stdin: request.content.allow_stdin, silent },
      buffers: [],
    });
    if (!silent) publisher.publish('execute_input', { code, execution_count: count }, parent);
    const allowStdin = request.content.allow_stdin === true;
    const unwatch = heap.watch((text) => {
      publisher.output({ kind: 'stream', name: 'stderr', text }, parent);
      publisher.flush();
    });
    const outcome = await engine
      .execute({ cell, code, label: `In [${count}]`, allowStdin, expressions })
      .finally(unwatch);
    if (!silent) publishOutcome(outcome, parent);
    return replyFor(outcome);
  }

  function publishOutcome(outcome: Outcome, parent: Parent): void {
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
    const expressions = Object.entries(outcome.expressions ?? {}).map(([name, value]) => [name, asExpression(value)]);
    const user_expressions = Object.fromEntries(expressions) as Content;
    return { status: 'ok', execution_count: count, user_expressions, payload: [] };
  }

  return {
    run,
    abort: () => ({ status: 'aborted', execution_count: count }),
    output: (cell, output) => publisher.output(output, requestOf(cell)?.header ?? {}),
    requestOf,
  };
}

function asExpression(outcome: Outcome): Content {
  if (outcome.status === 'error') return { ...outcome };
  return { status: 'ok', data: outcome.value ?? { 'text/plain': 'undefined' }, metadata: {} };
}

interface Request {
  code: string;
  silent: boolean;
  stored: boolean;
  expressions: Record<string, string>;
}

/** A request is stored in the history, and counted, unless it is silent or asks not to be. */
function readRequest(content: Content): Request {
  const silent = content.silent === true;
  const asked = typeof content.user_expressions === 'object' ? (content.user_expressions ?? {}) : {};
  const expressions = Object.fromEntries(Object.entries(asked).map(([name, code]) => [name, String(code)]));
  return { code: String(content.code ?? ''), silent, stored: !silent && content.store_history !== false, expressions };
}
