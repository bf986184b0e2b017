import { randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import { decode, encode, WireError } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import { type Connection, formatAddress } from '../wire/connection.js';
import type { Content, Message } from '../wire/message.js';
import { createOutbox } from '../wire/outbox.js';
import { receiveUntilClosed } from '../wire/receiveUntilClosed.js';

/** Takes a message that the kernel has sent. */
export type OnMessage = (message: Message) => void;

/** The sockets of a kernel, as its client uses them. */
export interface Channels {
  /**
   * Sends a request and resolves with the reply, once the kernel has also published that it is
   * idle.
   */
  request(channel: 'shell' | 'control', type: string, content: Content, onPublished?: OnMessage): Promise<Message>;
  close(): void;
}

/** A request whose reply or idle status is still missing. */
interface Pending {
  onPublished: OnMessage | undefined;
  reply?: Message;
  isIdle: boolean;
  resolve: OnMessage;
}

/** Connects to a kernel. */
export function openChannels(connection: Connection): Channels {
  const session = randomUUID();
  const options = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 0 };
  const sockets = {
    shell: new Dealer(options),
    control: new Dealer(options),
    iopub: new Subscriber({ receiveHighWaterMark: 0, linger: 0 }),
  };
  const outbox = createOutbox(() => {});
  // Entries are never removed, because what a timer prints after its cell has ended still belongs
  // to that cell.
  const requests = new Map<string, Pending>();

  function take(message: Message, isReply: boolean): void {
    const pending = requests.get(message.parent.msg_id ?? '');
    if (!pending) return;
    if (isReply) pending.reply = message;
    else if (message.header.msg_type === 'status') pending.isIdle = message.content.execution_state === 'idle';
    else pending.onPublished?.(message);
    if (pending.reply && pending.isIdle) pending.resolve(pending.reply);
  }

  async function receive(name: keyof typeof sockets): Promise<void> {
    for await (const frames of receiveUntilClosed(sockets[name])) {
      const message = decodeOrDrop(frames, connection.key);
      if (message) take(message, name !== 'iopub');
    }
  }

  for (const name of ['shell', 'control', 'iopub'] as const) sockets[name].connect(formatAddress(connection, name));
  sockets.iopub.subscribe();
  for (const name of ['shell', 'control', 'iopub'] as const) void receive(name);

  return {
    request(channel, type, content, onPublished) {
      const message = compose(session, type, content);
      return new Promise((resolve) => {
        requests.set(message.header.msg_id, { onPublished, isIdle: false, resolve });
        outbox.post(sockets[channel], encode(message, connection.key));
      });
    },
    close() {
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

/** Decodes a message, or drops frames without the kernel's signature. */
function decodeOrDrop(frames: Buffer[], key: string): Message | undefined {
  try {
    return decode(frames, key);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
