import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { KERNEL_MAIN } from 'initlab-kernel';
import { createShared, joinShared } from '../../../kernel/src/threads/shared.js';

/** Code of a thread that notes at a message that it has read others of weight 200. */
const READER = `import(${JSON.stringify(new URL('threads/shared.js', pathToFileURL(KERNEL_MAIN)))}).then(({ joinShared }) => {
  const { parentPort, workerData } = require('node:worker_threads');
  const side = joinShared(workerData);
  parentPort.once('message', () => {
    for (const weight of [1, 150, 49]) side.noticeRead(weight);
    process.exit();
  });
});`;

describe('the memory that the threads share', () => {
  it('says that the main thread is computing until the outermost operation has ended', () => {
    const { mainSide, shared } = createShared();
    const side = joinShared(shared);
    const seen: boolean[] = [];
    mainSide.compute(() => {
      mainSide.compute(() => seen.push(side.isComputing()));
      seen.push(side.isComputing());
    });
    expect([...seen, side.isComputing()]).to.deep.equal([true, true, false]);
    shared.port.close();
  });

  it('holds the main thread back while too many of its messages are unread', async () => {
    const { mainSide, shared } = createShared();
    const reader = new Worker(READER, { eval: true, workerData: shared, transferList: [shared.port] });
    const sent: number[] = [];
    const send = (weight: number): void => mainSide.send(weight, () => sent.push(weight));
    for (const weight of [1, 150, 49]) send(weight);
    reader.postMessage('read');
    send(300); // Returns only when the other thread has read the others.
    expect(sent).to.deep.equal([1, 150, 49, 300]);
    mainSide.noticeLoss();
    send(1); // Returns, because nobody will read any more.
    await once(reader, 'exit');
  });

  it('shows an interrupt to the main thread until that has noticed it', () => {
    const { mainSide, shared } = createShared();
    joinShared(shared).interrupt();
    expect(mainSide.isInterrupted()).to.equal(true);
    mainSide.noticeInterrupt();
    expect(mainSide.isInterrupted()).to.equal(false);
    shared.port.close();
  });
});
