import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { createOutbox } from '../../../kernel/src/wire/outbox.js';

/** Creates a socket that refuses a second send while one is pending, as zeromq does. */
function strictSocket() {
  const sent: string[] = [];
  let pending = false;
  return {
    sent,
    async send(frames: Buffer[]): Promise<void> {
      if (pending) throw new Error('EBUSY');
      pending = true;
      await setImmediate();
      sent.push(String(frames[0]));
      pending = false;
    },
  };
}

const frames = (text: string | number): Buffer[] => [Buffer.from(String(text))];

describe('outbox', () => {
  it('sends everything in order, one after another', async () => {
    const socket = strictSocket();
    const errors: unknown[] = [];
    const outbox = createOutbox((error) => errors.push(error));
    for (let i = 0; i < 100; i++) outbox.post(socket, frames(i));
    await outbox.flushed();
    expect(errors).to.deep.equal([]);
    expect(socket.sent).to.deep.equal(Array.from({ length: 100 }, (_, i) => String(i)));
  });

  it('reports a message that could not be sent, and goes on', async () => {
    const socket = strictSocket();
    const broken = { send: () => Promise.reject(new Error('closed')) };
    const errors: unknown[] = [];
    const outbox = createOutbox((error) => errors.push(error));
    outbox.post(broken, frames('a'));
    outbox.post(socket, frames('b'));
    await outbox.flushed();
    expect(errors).to.have.length(1);
    expect(socket.sent).to.deep.equal(['b']);
  });

  it('reports a message whose socket is closed, and goes on', async () => {
    const socket = strictSocket();
    const closed = {
      send(): Promise<void> {
        throw new Error('Socket is closed');
      },
    };
    const errors: unknown[] = [];
    const outbox = createOutbox((error) => errors.push(error));
    outbox.post(closed, frames('a'));
    outbox.post(socket, frames('b'));
    await outbox.flushed();
    expect(errors.map(String)).to.deep.equal(['Error: Socket is closed']);
    expect(socket.sent).to.deep.equal(['b']);
  });

  it('sends at once what is queued, and drops what comes later', async () => {
    const sent: string[] = [];
    const socket = { send: async ([text]: Buffer[]) => void sent.push(String(text)) };
    const outbox = createOutbox((error) => {
      throw error;
    });
    for (const text of ['a', 'b', 'c']) outbox.post(socket, frames(text));
    outbox.sendAtOnce();
    outbox.post(socket, frames('late'));
    await outbox.flushed();
    expect(sent).to.deep.equal(['a', 'b', 'c']);
  });
});
