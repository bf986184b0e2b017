import { expect } from 'chai';
import { sweepProgress } from '../../../../lib/src/cli/sweep/sweepProgress.js';

function recorder(isTTY: boolean) {
  let time = new Date(2030, 0, 2, 12, 0).getTime();
  const written: string[] = [];
  const progress = sweepProgress({ isTTY, write: (text) => written.push(text) }, 100, () => time);
  return {
    written,
    progress,
    pass: (seconds: number) => {
      time += 1000 * seconds;
    },
  };
}

describe('sweepProgress', () => {
  it('writes a line of a log every ten seconds, with an estimate of the end', () => {
    const { written, progress, pass } = recorder(false);
    progress.finish(false);
    expect(written).to.deep.equal([]);
    pass(30);
    progress.finish(true);
    pass(5);
    progress.finish(false);
    pass(5);
    progress.finish(false);
    progress.end();
    expect(written).to.deep.equal([
      '2 of 100 points, 1 failed, 25 min left, until 12:25\n',
      '4 of 100 points, 1 failed, 16 min left, until 12:16\n',
      '4 of 100 points, 1 failed, 16 min left, until 12:16\n',
    ]);
  });

  it('counts the shares of the points that are running, and names the day if it is another one', () => {
    const { written, progress, pass } = recorder(false);
    pass(3600);
    progress.setRunning(0.5);
    progress.end();
    expect(written).to.deep.equal([
      '0 of 100 points, 199.0 h left, until 2030-01-10 20:00\n',
      '0 of 100 points, 199.0 h left, until 2030-01-10 20:00\n',
    ]);
  });

  it('writes over one line of a terminal and removes it at the end', () => {
    const { written, progress, pass } = recorder(true);
    pass(1);
    progress.finish(false);
    progress.finish(false);
    progress.end();
    expect(written).to.deep.equal(['\r\x1b[K1 of 100 points, 99 s left, until 12:01', '\r\x1b[K']);
  });
});
