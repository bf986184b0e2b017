import type { Connection, Content, Message } from 'initlab-kernel';
import { Dealer, Subscriber } from 'zeromq';
import { decode, encode } from '../../../kernel/src/wire/codec.js';
import { compose } from '../../../kernel/src/wire/compose.js';
import { address } from '../../../kernel/src/wire/connection.js';
import { until } from './files.js';

/** A client that hides nothing: every message as it arrived, and frames as one likes to send them. */
export async function rawClient(connection: Connection) {
  const shell = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const replies: Message[] = [];
  const published: Message[] = [];
  shell.connect(address(connection, 'shell'));
  iopub.connect(address(connection, 'iopub'));
  iopub.subscribe();
  const collect = async (socket: Dealer | Subscriber, log: Message[]): Promise<void> => {
    for await (const frames of socket) log.push(decode(frames, connection.key));
  };
  void collect(shell, replies);
  void collect(iopub, published);

  const send = async (type: string, content: Content = {}, key: string = connection.key): Promise<Message> => {
    const message = compose('raw', type, content);
    await shell.send(encode(message, key));
    return message;
  };
  const publishedFor = (request: Message): Message[] =>
    published.filter(({ parent }) => parent.msg_id === request.header.msg_id);
  const isIdle = (request: Message): boolean =>
    publishedFor(request).some(({ content }) => content.execution_state === 'idle');
  const replyTo = (request: Message): Message | undefined =>
    replies.find(({ parent }) => parent.msg_id === request.header.msg_id);

  const client = {
    shell,
    send,
    publishedFor,
    replyTo,
    idle: (request: Message): Promise<void> => until(() => isIdle(request)),
    close(): void {
      shell.close();
      iopub.close();
    },
  };
  // The subscription takes a moment to arrive: ask until an answer is heard.
  const asked: Message[] = [];
  while (!asked.some(isIdle)) {
    asked.push(await send('kernel_info_request'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return client;
}
