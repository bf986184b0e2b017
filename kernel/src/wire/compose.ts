import { randomUUID } from 'node:crypto';
import { type Content, type Message, PROTOCOL_VERSION } from './message.js';

/** Composes a new message of a session, with a header of its own. */
export function compose(
  session: string,
  type: string,
  content: Content,
  rest: Partial<Pick<Message, 'identities' | 'parent' | 'metadata'>> = {},
): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'initlab',
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  return { identities: [], parent: {}, metadata: {}, buffers: [], ...rest, header, content };
}
