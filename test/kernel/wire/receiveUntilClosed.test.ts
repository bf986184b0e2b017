import { expect } from 'chai';
import { receiveUntilClosed } from '../../../kernel/src/wire/receiveUntilClosed.js';

/** A socket that receives two messages and then fails, closed or not. */
function failingSocket(isClosedAtFailure: boolean) {
  const waiting = [[Buffer.from('a')], [Buffer.from('b')]];
  const socket = {
    closed: false,
    async receive(): Promise<Buffer[]> {
      const frames = waiting.shift();
      if (frames) return frames;
      socket.closed = isClosedAtFailure;
      throw Object.assign(new Error('Socket operation on non-socket'), { code: 'ENOTSOCK' });
    },
  };
  return socket;
}

async function collect(socket: ReturnType<typeof failingSocket>, received: string[]): Promise<void> {
  for await (const frames of receiveUntilClosed(socket)) received.push(String(frames[0]));
}

describe('receiveUntilClosed', () => {
  it('ends if the socket is closed while it receives', async () => {
    const received: string[] = [];
    await collect(failingSocket(true), received);
    expect(received).to.deep.equal(['a', 'b']);
  });

  it('throws if an open socket fails', async () => {
    const received: string[] = [];
    const error = await collect(failingSocket(false), received).catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'ENOTSOCK');
    expect(received).to.deep.equal(['a', 'b']);
  });

  it('reads nothing from a socket that is already closed', async () => {
    const received: string[] = [];
    await collect({ ...failingSocket(true), closed: true }, received);
    expect(received).to.deep.equal([]);
  });
});
