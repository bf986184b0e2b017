import type { Engine } from '../engine/engine.js';
import type { Content, Message } from '../wire/message.js';
import type { Publisher } from './publisher.js';

/** Runs execute requests and counts them. */
export interface Executions {
  run(request: Message): Promise<Content>;
  /** The reply to a request that is not run because one before it failed. */
  abort(): Content;
}

export function createExecutions(engine: Promise<Engine>, publisher: Publisher): Executions {
  let count = 0;

  async function run(request: Message): Promise<Content> {
    const { code, silent, stored } = readRequest(request.content);
    if (stored) count++;
    const label = `In [${count}]`;
    publisher.attribute(request);
    if (!silent) publisher.publish('execute_input', { code, execution_count: count }, request);
    const outcome = await (await engine).execute(code, label);
    if (outcome.status === 'error') {
      const { ename, evalue, traceback } = outcome;
      if (!silent) publisher.publish('error', { ename, evalue, traceback }, request);
      return { status: 'error', execution_count: count, ename, evalue, traceback };
    }
    if (outcome.value && !silent) {
      publisher.publish('execute_result', { data: outcome.value, metadata: {}, execution_count: count }, request);
    }
    return { status: 'ok', execution_count: count, user_expressions: {}, payload: [] };
  }

  return { run, abort: () => ({ status: 'aborted', execution_count: count }) };
}

/** A request is stored in the history, and counted, unless it is silent or asks not to be. */
function readRequest(content: Content): { code: string; silent: boolean; stored: boolean } {
  const silent = content.silent === true;
  return { code: String(content.code ?? ''), silent, stored: !silent && content.store_history !== false };
}
