import { expect } from 'chai';
import { createShared, joinShared } from '../../../kernel/src/threads/shared.js';

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

  it('shows an interrupt to the main thread until that has noticed it', () => {
    const { mainSide, shared } = createShared();
    joinShared(shared).interrupt();
    expect(mainSide.isInterrupted()).to.equal(true);
    mainSide.noticeInterrupt();
    expect(mainSide.isInterrupted()).to.equal(false);
    shared.port.close();
  });
});
