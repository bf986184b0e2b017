import type { Question } from '../threads/messages.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Message } from '../wire/message.js';
import type { Outbox, Sender } from '../wire/outbox.js';

/** Asks the client for input on the stdin channel. One question is open at a time, as a cell has only one reader. */
export interface Questions {
  ask(question: Question, request: Message): void;
  /** Takes an `input_reply`. */
  take(reply: Message): void;
  /** Forgets the open question: nobody waits for its answer any more. */
  drop(): void;
}

export function createQuestions(
  session: string,
  key: string,
  socket: Sender,
  outbox: Outbox,
  onAnswer: (text: string, question: Question) => void,
): Questions {
  let open: { id: string; question: Question } | undefined;
  return {
    ask(question, request) {
      const { prompt, password } = question;
      const rest = { identities: request.identities, parent: request.header };
      const message = compose(session, 'input_request', { prompt, password }, rest);
      open = { id: message.header.msg_id, question };
      outbox.post(socket, encode(message, key));
    },
    take(reply) {
      // Some clients leave the parent of their answer empty.
      if (!open || (reply.parent.msg_id !== undefined && reply.parent.msg_id !== open.id)) return;
      const { question } = open;
      open = undefined;
      onAnswer(String(reply.content.value ?? ''), question);
    },
    drop() {
      open = undefined;
    },
  };
}
