import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Content, Header, Message } from './message.js';

/** The frame between the identities and the signature. */
const DELIMITER = Buffer.from('<IDS|MSG>');

/**
 * Reports frames that are not a message of this connection: malformed, or signed with another key.
 */
export class WireError extends Error {
  override name = 'WireError';
}

/**
 * Encodes a message as the frames that zeromq sends: identities, delimiter, signature, four JSON
 * parts, buffers.
 */
export function encode(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(toWellFormedJson(part)),
  );
  return [...message.identities, DELIMITER, Buffer.from(sign(parts, key)), ...parts, ...message.buffers];
}

/**
 * Writes JSON in which U+FFFD stands for every half of a surrogate pair, as Node writes text to
 * stdout. No program that reads UTF-8 can keep such a half.
 */
function toWellFormedJson(part: unknown): string {
  const json = JSON.stringify(part);
  // JSON.stringify writes pairs as they are, and halves as escapes like \ud83d.
  if (!json.includes('\\ud')) return json;
  return json.replaceAll(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (found, half) => (half === undefined ? found : '\ufffd'));
}

/**
 * Decodes frames. Throws a {@link WireError} if there are too few, the signature is wrong or a part
 * is not JSON.
 */
export function decode(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (start < 0) throw new WireError('no delimiter <IDS|MSG> among the frames');
  const [signature, ...rest] = frames.slice(start + 1);
  if (!signature || rest.length < 4) {
    throw new WireError(`${frames.length - start - 1} frames after the delimiter; a message has at least 5`);
  }
  const parts = rest.slice(0, 4);
  if (!isEqualInConstantTime(signature, Buffer.from(sign(parts, key)))) throw new WireError('wrong signature');
  const [header, parent, metadata, content] = parts.map(parseObject) as [Content, Content, Content, Content];
  if (typeof header.msg_type !== 'string' || typeof header.msg_id !== 'string') {
    throw new WireError('the header lacks msg_type or msg_id');
  }
  return {
    identities: frames.slice(0, start),
    header: header as unknown as Header,
    parent: parent as unknown as Header,
    metadata,
    content,
    buffers: rest.slice(4),
  };
}

/**
 * Computes the HMAC-SHA256 in hex. With an empty key, messages are not signed: that is Jupyter's
 * rule.
 */
function sign(parts: readonly Buffer[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function isEqualInConstantTime(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseObject(frame: Buffer): Content {
  try {
    const value: unknown = JSON.parse(frame.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Content;
  } catch {
    // The same error as for JSON that is not an object follows.
  }
  throw new WireError('a part of the message is not a JSON object');
}
