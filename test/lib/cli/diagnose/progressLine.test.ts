import { expect } from 'chai';
import { progressLine } from '../../../../lib/src/cli/diagnose/progressLine.js';

/** Shows a text at each of these times, and returns what is written. */
function written(isTTY: boolean, times: number[]): string[] {
  const texts: string[] = [];
  let time = 0;
  const line = progressLine({ isTTY, write: (text) => texts.push(text) }, () => time);
  for (const at of times) {
    time = at;
    line.show(`step ${at}`);
  }
  line.clear();
  return texts;
}

describe('the progress of a long command', () => {
  it('is one line of a terminal that is written over, and removed at the end', () => {
    expect(written(true, [1500, 2000])).to.deep.equal([
      '\r\x1b[Kstep 1500 (2 s)',
      '\r\x1b[Kstep 2000 (2 s)',
      '\r\x1b[K',
    ]);
  });

  it('is a line of a log every ten seconds', () => {
    expect(written(false, [1000, 11_000, 12_000, 22_000])).to.deep.equal([
      'step 11000 (11 s)\n',
      'step 22000 (22 s)\n',
    ]);
  });

  it('is not shown if the command takes less than a second', () => {
    expect(written(true, [100, 900])).to.deep.equal([]);
    expect(written(false, [100, 900])).to.deep.equal([]);
  });
});
