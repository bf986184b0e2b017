import type { Output } from '../engine/output.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, Message } from '../wire/message.js';
import type { Outbox, Sender } from '../wire/outbox.js';
import { createCoalescer } from './coalesce.js';

/** Everything the kernel broadcasts, in order. */
export interface Publisher {
  publish(type: string, content: Content, cause: Message): void;
  /** Output of the engine, for the cell that runs or ran last. */
  output(output: Output): void;
  /** From now on output belongs to this request. */
  attribute(cause: Message): void;
  flush(): void;
}

export function createPublisher(session: string, key: string, socket: Sender, outbox: Outbox): Publisher {
  let cause: Message | undefined;
  const streams = createCoalescer<'stdout' | 'stderr'>((name, text) => send('stream', { name, text }, cause));

  function send(type: string, content: Content, parent: Message | undefined): void {
    const rest = { identities: [Buffer.from(type)], parent: parent?.header ?? {} };
    outbox.post(socket, encode(compose(session, type, content, rest), key));
  }

  return {
    publish(type, content, parent) {
      streams.flush();
      send(type, content, parent);
    },
    output(output) {
      if (output.kind === 'stream') return streams.write(output.name, output.text);
      streams.flush();
      send(output.update ? 'update_display_data' : 'display_data', { ...output.content }, cause);
    },
    attribute(parent) {
      streams.flush();
      cause = parent;
    },
    flush: streams.flush,
  };
}
