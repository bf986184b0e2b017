import { randomUUID } from 'node:crypto';
import type { Connection, Content, Message } from 'initlab-kernel';
import { Dealer, Subscriber } from 'zeromq';
import { decode, encode } from '../../../kernel/src/wire/codec.js';
import { compose } from '../../../kernel/src/wire/compose.js';
import { formatAddress } from '../../../kernel/src/wire/connection.js';
import { until } from './files.js';

/** Connects a client that keeps every message as it arrived, and that can send any frames. */
export async function rawClient(connection: Connection) {
  // The kernel finds the stdin socket of a client by the name of its shell socket.
  const routingId = randomUUID();
  const shell = new Dealer({ linger: 0, routingId });
  const stdin = new Dealer({ linger: 0, routingId });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const replies: Message[] = [];
  const published: Message[] = [];
  const questions: Message[] = [];
  shell.connect(formatAddress(connection, 'shell'));
  stdin.connect(formatAddress(connection, 'stdin'));
  iopub.connect(formatAddress(connection, 'iopub'));
  iopub.subscribe();
  const collect = async (socket: Dealer | Subscriber, log: Message[]): Promise<void> => {
    for await (const frames of socket) log.push(decode(frames, connection.key));
  };
  void collect(shell, replies);
  void collect(iopub, published);
  void collect(stdin, questions);

  const send = async (type: string, content: Content = {}, key: string = connection.key): Promise<Message> => {
    const message = compose('raw', type, content);
    await shell.send(encode(message, key));
    return message;
  };
  const publishedFor = (request: Message): Message[] =>
    published.filter(({ parent }) => parent.msg_id === request.header.msg_id);
  const isIdle = (request: Message): boolean =>
    publishedFor(request).some(({ content }) => content.execution_state === 'idle');
  const findReply = (request: Message): Message | undefined =>
    replies.find(({ parent }) => parent.msg_id === request.header.msg_id);

  const client = {
    shell,
    send,
    publishedFor,
    isAnswered: (request: Message): boolean => findReply(request) !== undefined,
    /** Waits for the status idle, which does not come on the same socket as the reply. */
    async replyTo(request: Message): Promise<Message> {
      await until(() => findReply(request) !== undefined);
      return findReply(request) as Message;
    },
    /** The kernel's next request for input. */
    async question(): Promise<Message> {
      await until(() => questions.length > 0);
      return questions.shift() as Message;
    },
    answer: (question: Message, value: string): Promise<void> =>
      stdin.send(encode(compose('raw', 'input_reply', { value }, { parent: question.header }), connection.key)),
    idle: (request: Message): Promise<void> => until(() => isIdle(request)),
    close(): void {
      shell.close();
      stdin.close();
      iopub.close();
    },
  };
  // The subscription takes a moment to arrive, so the client asks until it sees an answer.
  const asked: Message[] = [];
  while (!asked.some(isIdle)) {
    asked.push(await send('kernel_info_request'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return client;
}
