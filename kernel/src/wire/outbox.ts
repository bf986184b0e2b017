/** A socket that sends frames. */
export interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/**
 * The one way out: messages leave in the order they were posted, each awaited before the next.
 * (zeromq refuses a second send while one is pending, and a refused message would be lost.)
 */
export interface Outbox {
  post(socket: Sender, frames: Buffer[]): void;
  /** Resolves once everything posted so far is with zeromq. */
  flushed(): Promise<void>;
  /** Sends what is waiting without waiting itself: for a process that is about to end. */
  sendAtOnce(): void;
}

export function createOutbox(onError: (error: unknown) => void): Outbox {
  const waiting: [Sender, Buffer[]][] = [];
  let pumping: Promise<void> | undefined;

  async function pump(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [socket, frames] = next;
      await socket.send(frames).catch(onError);
    }
    pumping = undefined;
  }

  return {
    post(socket, frames) {
      waiting.push([socket, frames]);
      pumping ??= pump();
    },
    flushed: async () => pumping,
    sendAtOnce() {
      for (const [socket, frames] of waiting.splice(0)) void socket.send(frames).catch(onError);
    },
  };
}
