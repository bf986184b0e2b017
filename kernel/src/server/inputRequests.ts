import type { InputRequest } from '../threads/messages.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Message } from '../wire/message.js';
import type { Outbox, Sender } from '../wire/outbox.js';

/**
 * Asks the client for input on the stdin channel. Only one request is open at a time, because only
 * one person answers.
 */
export interface InputRequests {
  /** Sends a request for input on behalf of a cell, which `execution` runs. */
  send(request: InputRequest, execution: Message): void;
  /** Takes an `input_reply`. */
  takeReply(reply: Message): void;
  /** Forgets the open request, because the cell that waited for the answer has ended. */
  drop(): void;
}

export function createInputRequests(
  session: string,
  key: string,
  socket: Sender,
  outbox: Outbox,
  onAnswer: (text: string, request: InputRequest) => void,
): InputRequests {
  let open: { id: string; request: InputRequest } | undefined;
  return {
    send(request, execution) {
      const { prompt, password } = request;
      const rest = { identities: execution.identities, parent: execution.header };
      const message = compose(session, 'input_request', { prompt, password }, rest);
      open = { id: message.header.msg_id, request };
      outbox.post(socket, encode(message, key));
    },
    takeReply(reply) {
      // Some clients leave the parent header of their answer empty.
      if (!open || (reply.parent.msg_id !== undefined && reply.parent.msg_id !== open.id)) return;
      const { request } = open;
      open = undefined;
      onAnswer(String(reply.content.value ?? ''), request);
    },
    drop() {
      open = undefined;
    },
  };
}
