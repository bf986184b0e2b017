import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import { Dealer } from 'zeromq';
import { encode } from '../../../kernel/src/wire/codec.js';
import { compose } from '../../../kernel/src/wire/compose.js';
import { formatAddress } from '../../../kernel/src/wire/connection.js';
import { untilCompilerIsLoaded } from '../support/kernel.js';
import { quickFolder } from '../support/quickFolder.js';

/** Creates pseudo-random bytes that do not differ between runs. */
function createBytes(seed: number, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; parts.length * 32 < length; i++) parts.push(createHash('sha256').update(`${seed} ${i}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false)).once('timeout', () => end(false));
  });
}

describe('a kernel with hostile clients', function () {
  this.timeout(60_000);

  let kernel: Kernel;

  beforeEach(async () => {
    kernel = await startKernel({ folder: quickFolder() });
    await untilCompilerIsLoaded(kernel);
  });

  afterEach(() => kernel.kill());

  it('drops messages with a wrong signature, and reports how many', async () => {
    const dealer = new Dealer({ linger: 1000 });
    dealer.connect(formatAddress(kernel.connection, 'shell'));
    const forged = compose('s', 'execute_request', { code: 'process.exit(9)' });
    for (let i = 0; i < 3; i++) await dealer.send(encode(forged, 'another key'));
    const frames = encode(forged, kernel.connection.key);
    for (let length = 1; length < frames.length; length++) await dealer.send(frames.slice(0, length));
    // The answer comes on the same connection, so it comes after everything that was sent before.
    await dealer.send(encode(compose('s', 'kernel_info_request', {}), kernel.connection.key));
    await dealer.receive();
    dealer.close();
    const exit = await kernel.shutdown();
    expect(exit.code).to.equal(0);
    expect(exit.lastWords)
      .to.contain('wrong signature')
      .and.to.match(new RegExp(`\\(${2 + frames.length} so far\\)$`));
  });

  it('still works after 10,000 random messages on every channel', async () => {
    for (const channel of ['shell', 'control', 'stdin', 'heartbeat'] as const) {
      const dealer = new Dealer({ linger: 1000, sendHighWaterMark: 0 });
      dealer.connect(formatAddress(kernel.connection, channel));
      for (let i = 0; i < 2500; i++) {
        const random = createBytes(i, 8 + (i % 200));
        const signed = i % 3 === 0 ? [Buffer.from('<IDS|MSG>'), ...Array(i % 7).fill(random)] : [random];
        await dealer.send(signed.length > 0 ? signed : ['']);
      }
      dealer.close();
    }
    const reply = await kernel.execute('1 + 1');
    expect(reply.content.status).to.equal('ok');
    expect((await kernel.shutdown()).code).to.equal(0);
  });

  it('listens only on this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((net) => (net && !net.internal && net.family === 'IPv4' ? [net.address] : []));
    for (const port of Object.values(kernel.connection.ports)) {
      expect(await opens('127.0.0.1', port)).to.equal(true);
      // 127.0.0.2 is also this machine, and would answer if the kernel listened on every address.
      for (const other of ['127.0.0.2', '::1', ...others]) expect(await opens(other, port), other).to.equal(false);
    }
  });
});
