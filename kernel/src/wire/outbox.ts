/** A socket that can send frames. */
export interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/**
 * Sends messages in the order they were posted, and awaits each before it sends the next. zeromq
 * refuses a second send while one is pending, and a refused message would be lost.
 */
export interface Outbox {
  /** Queues a message. */
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

  async function pump(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [socket, frames] = next;
      await socket.send(frames).catch(onError);
    }
    pumping = undefined;
  }

  return {
    /** Queues a message. */
    post(socket, frames) {
      queue.push([socket, frames]);
      pumping ??= pump();
    },
    flushed: async () => pumping,
    sendAtOnce() {
      for (const [socket, frames] of queue.splice(0)) void socket.send(frames).catch(onError);
    },
  };
}
