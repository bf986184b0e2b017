/** A socket that can send frames. */
export interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/**
 * Sends messages in the order they were posted, and awaits each before it sends the next. zeromq
 * refuses a second send while one is pending, and a refused message would be lost.
 */
export interface Outbox {
  /** Queues a message. After `sendAtOnce` it is dropped, because the sockets are closed. */
  post(socket: Sender, frames: Buffer[]): void;
  /** Resolves once zeromq has everything that was posted so far. */
  flushed(): Promise<void>;
  /** Hands all queued messages to zeromq without waiting, because the process is about to end. */
  sendAtOnce(): void;
}

/** Creates an outbox; `onError` takes the errors of messages that could not be sent. */
export function createOutbox(onError: (error: unknown) => void): Outbox {
  const queue: [Sender, Buffer[]][] = [];
  let pumping: Promise<void> | undefined;
  let hasEnded = false;

  /** Sends a message. A closed socket of zeromq throws instead of rejecting. */
  async function send(socket: Sender, frames: Buffer[]): Promise<void> {
    try {
      await socket.send(frames);
    } catch (error) {
      onError(error);
    }
  }

  async function pump(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await send(...next);
    }
    pumping = undefined;
  }

  return {
    post(socket, frames) {
      if (hasEnded) return;
      queue.push([socket, frames]);
      pumping ??= pump();
    },
    flushed: async () => pumping,
    sendAtOnce() {
      hasEnded = true;
      for (const message of queue.splice(0)) void send(...message);
    },
  };
}
