import type { ServerResponse } from 'node:http';
import { describeState, type RunState } from '../lessons/runState.js';

/** Address at which pages listen for the states of the lessons. */
export const EVENTS_ADDRESS = 'events';

/** State of a lesson, as pages get it. */
interface Message {
  kind: RunState['kind'];
  text: string;
}

/** The pages that listen for the states of the lessons, by server-sent events. */
export class Events {
  readonly #listeners = new Set<ServerResponse>();
  readonly #last = new Map<string, Message>();

  /** Tells a page that has begun to listen every state so far, and then each change. */
  open(response: ServerResponse): void {
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
    response.write(write(Object.fromEntries(this.#last)));
  }

  /** Tells every page the new state of a lesson. */
  tell(name: string, state: RunState): void {
    const message = { kind: state.kind, text: describeState(state) };
    this.#last.set(name, message);
    for (const listener of this.#listeners) listener.write(write({ [name]: message }));
  }
}

function write(states: Record<string, Message>): string {
  return `data: ${JSON.stringify(states)}\n\n`;
}
