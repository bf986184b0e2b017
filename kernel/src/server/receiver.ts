import { reportTrouble } from '../threads/reportTrouble.js';
import { decode, WireError } from '../wire/codec.js';
import type { Message } from '../wire/message.js';
import { type Receiver, receiveUntilClosed } from '../wire/receiveUntilClosed.js';

/** Hands every message from a socket to `take`, until the socket is closed. */
export type Receive = (socket: Receiver, take: (message: Message) => void) => Promise<void>;

/** Creates a receiver that drops frames which are not a message with this key. */
export function createReceiver(key: string): Receive {
  let dropped = 0;

  /** Counts and reports the drop: each of the first ten, then every tenth up to 100, and so on. */
  function drop(reason: string): void {
    dropped++;
    const step = 10 ** Math.floor(Math.log10(dropped));
    if (dropped % step === 0) reportTrouble(`The kernel dropped a message: ${reason}. (${dropped} so far)`);
  }

  return async (socket, take) => {
    for await (const frames of receiveUntilClosed(socket)) {
      try {
        take(decode(frames, key));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        drop(error.message);
      }
    }
  };
}
