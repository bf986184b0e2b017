import { createCoalescer } from '../threads/coalescer.js';
import type { OutputEvent } from '../threads/outputEvent.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, ParentHeader } from '../wire/message.js';
import type { Outbox, Sender } from '../wire/outbox.js';

/** Time for which stream text is collected before it is published. */
const MAX_DELAY_MS = 20;

/** Broadcasts everything the kernel has to say, in order. */
export interface Publisher {
  publish(type: string, content: Content, parent: ParentHeader): void;
  /** Publishes output of a cell, which may have ended long ago. */
  publishOutput(event: OutputEvent, parent: ParentHeader): void;
  /** Publishes the stream text that is still collected. */
  flush(): void;
}

export function createPublisher(session: string, key: string, socket: Sender, outbox: Outbox): Publisher {
  const streams = createCoalescer<ParentHeader>((name, text, parent) => send('stream', { name, text }, parent), {
    flushLater: (flush) => void setTimeout(flush, MAX_DELAY_MS),
  });

  function send(type: string, content: Content, parent: ParentHeader, metadata: Content = {}): void {
    const rest = { identities: [Buffer.from(type)], parent, metadata };
    outbox.post(socket, encode(compose(session, type, content, rest), key));
  }

  function publish(type: string, content: Content, parent: ParentHeader, metadata?: Content): void {
    streams.flush();
    send(type, content, parent, metadata);
  }

  return {
    publish,
    publishOutput(event, parent) {
      switch (event.kind) {
        case 'stream':
          return streams.write(event.name, event.text, parent);
        case 'uncaught': {
          const { text, failure } = event;
          return publish('stream', { name: 'stderr', text }, parent, { uncaught: { ...failure } });
        }
        case 'display':
          return publish(event.update ? 'update_display_data' : 'display_data', { ...event.content }, parent);
        case 'clear':
          return publish('clear_output', { wait: event.wait }, parent);
      }
    },
    flush: streams.flush,
  };
}
