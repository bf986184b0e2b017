import { reportTrouble } from '../engine/capture.js';
import { decode, WireError } from '../wire/codec.js';
import type { Message } from '../wire/message.js';

export type Receive = (socket: AsyncIterable<Buffer[]>, take: (message: Message) => void) => Promise<void>;

/** Takes messages from sockets. What is no message of ours is dropped, counted and told of: each, then every tenth, … */
export function createReceiver(key: string): Receive {
  let dropped = 0;

  function drop(reason: string): void {
    dropped++;
    const step = 10 ** Math.floor(Math.log10(dropped));
    if (dropped % step === 0) reportTrouble(`A message was dropped: ${reason}. (${dropped} so far)`);
  }

  return async (socket, take) => {
    for await (const frames of socket) {
      try {
        take(decode(frames, key));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        drop(error.message);
      }
    }
  };
}
