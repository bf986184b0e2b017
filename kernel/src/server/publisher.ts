import type { Output } from '../engine/output.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, Header } from '../wire/message.js';
import type { Outbox, Sender } from '../wire/outbox.js';
import { createCoalescer } from './coalesce.js';

export type Parent = Header | Record<string, never>;

/** Everything the kernel broadcasts, in order. */
export interface Publisher {
  publish(type: string, content: Content, parent: Parent): void;
  /** Output of a cell, which may be long over. */
  output(output: Output, parent: Parent): void;
  flush(): void;
}

export function createPublisher(session: string, key: string, socket: Sender, outbox: Outbox): Publisher {
  const streams = createCoalescer<Parent>((name, text, parent) => send('stream', { name, text }, parent));

  function send(type: string, content: Content, parent: Parent, metadata: Content = {}): void {
    const rest = { identities: [Buffer.from(type)], parent, metadata };
    outbox.post(socket, encode(compose(session, type, content, rest), key));
  }

  function publish(type: string, content: Content, parent: Parent, metadata?: Content): void {
    streams.flush();
    send(type, content, parent, metadata);
  }

  return {
    publish,
    output(output, parent) {
      switch (output.kind) {
        case 'stream':
          return streams.write(output.name, output.text, parent);
        case 'uncaught': {
          const { text, failure } = output;
          return publish('stream', { name: 'stderr', text }, parent, { uncaught: { ...failure } });
        }
        case 'display':
          return publish(output.update ? 'update_display_data' : 'display_data', { ...output.content }, parent);
        case 'clear':
          return publish('clear_output', { wait: output.wait }, parent);
      }
    },
    flush: streams.flush,
  };
}
