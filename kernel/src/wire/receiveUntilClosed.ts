/** A socket that can receive frames. */
export interface Receiver {
  readonly closed: boolean;
  receive(): Promise<Buffer[]>;
}

/**
 * Yields what a socket receives, until the socket is closed.
 *
 * The iterator of a zeromq socket is not enough: if the socket is closed while messages still
 * arrive, the iterator throws `Socket operation on non-socket` instead of ending.
 */
export async function* receiveUntilClosed(socket: Receiver): AsyncGenerator<Buffer[], void> {
  while (!socket.closed) {
    let frames: Buffer[];
    try {
      frames = await socket.receive();
    } catch (error) {
      if (socket.closed) return;
      throw error;
    }
    yield frames;
  }
}
