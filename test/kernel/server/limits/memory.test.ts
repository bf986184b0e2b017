import { expect } from 'chai';
import { createMemoryLimit } from '../../../../kernel/dist/server/limits/memory.js';

const MB = 2 ** 20;

/** Watches a cell whose memory takes these values in MB, and records the messages. */
function tell(limitMb: number, usedMb: readonly number[]): Promise<string[]> {
  const told: string[] = [];
  let look = 0;
  return new Promise((resolve) => {
    const resident = () => {
      if (look === usedMb.length) finish();
      return usedMb[Math.min(look++, usedMb.length - 1)] * MB;
    };
    const unwatch = createMemoryLimit(limitMb * MB, resident).watch({
      warn: (text) => told.push(`warn ${text}`),
      stop: (text) => {
        told.push(`stop ${text}`);
        finish();
      },
    });
    function finish(): void {
      unwatch();
      resolve(told);
    }
  });
}

describe('the memory limit', () => {
  it('says nothing below four fifths of the limit', async () => {
    expect(await tell(1000, [100, 500, 799])).to.deep.equal([]);
  });

  it('warns once, with what is used and what is allowed', async () => {
    const told = await tell(1000, [100, 850, 860, 700, 900]);
    expect(told).to.have.length(1);
    expect(told[0]).to.match(/^warn .*the kernel has 850 MB of the 1000 MB of memory/);
  });

  it('stops the cell before the limit is reached, and says what to do', async () => {
    const told = await tell(1000, [100, 850, 960]);
    expect(told).to.have.length(2);
    expect(told[1])
      .to.match(/^stop .*the kernel uses 960 MB of the 1000 MB/)
      .and.include('Restart the kernel');
  });

  it('lets a cell that starts above the limit release memory, but not take more', async () => {
    const kinds = async (used: number[]) => (await tell(1000, used)).map((text) => text.slice(0, 4));
    expect(await kinds([970, 970, 400])).to.deep.equal(['warn']);
    expect(await kinds([970, 970, 985])).to.deep.equal(['warn', 'stop']);
  });

  it('stops a cell whose memory grows past the limit between two checks', async () => {
    expect((await tell(1000, [100, 5000])).map((text) => text.slice(0, 4))).to.deep.equal(['stop']);
  });
});
