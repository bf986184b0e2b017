import { totalmem } from 'node:os';
import { expect } from 'chai';
import { readLimits } from '../../../../kernel/dist/server/limits/settings.js';

const GB = 2 ** 30;

describe('the limits of the environment', () => {
  const refuse = (text: string) => expect.fail(`reported: ${text}`);

  it('are absent by default', () => {
    expect(readLimits({}, refuse, 0)).to.deep.equal({ memory: undefined, seconds: undefined });
  });

  it('are those that the variables name', () => {
    const environment = { INITLAB_KERNEL_MEMORY_MB: '1500', INITLAB_KERNEL_CELL_SECONDS: '0600' };
    expect(readLimits(environment, refuse, 0)).to.deep.equal({ memory: 1500 * 2 ** 20, seconds: 600 });
  });

  it('come from the container if no variable names the memory', () => {
    expect(readLimits({}, refuse, GB / 2).memory).to.equal(GB / 2);
    expect(readLimits({ INITLAB_KERNEL_MEMORY_MB: '700' }, refuse, GB / 2).memory).to.equal(700 * 2 ** 20);
  });

  it('ignore a container without a limit, which reports more than the machine has', () => {
    expect(readLimits({}, refuse, totalmem()).memory).to.equal(undefined);
    expect(readLimits({}, refuse, 2 ** 63).memory).to.equal(undefined);
  });

  for (const text of ['a lot', '-5', '100', 'NaN', 'Infinity', '1e12']) {
    it(`are reported and ignored if the memory is ${text}`, () => {
      const reports: string[] = [];
      expect(readLimits({ INITLAB_KERNEL_MEMORY_MB: text }, (line) => reports.push(line), 0).memory).to.equal(
        undefined,
      );
      expect(reports).to.have.length(1);
      expect(reports[0])
        .to.match(/^INITLAB_KERNEL_MEMORY_MB must be a number from 400 to \d+, not /)
        .and.include(text);
    });
  }

  it('do not take an empty variable for a number', () => {
    expect(readLimits({ INITLAB_KERNEL_CELL_SECONDS: ' ' }, refuse, 0).seconds).to.equal(undefined);
  });

  it('keep the time within what a timer can measure', () => {
    const reports: string[] = [];
    readLimits({ INITLAB_KERNEL_CELL_SECONDS: '1e7' }, (line) => reports.push(line), 0);
    expect(reports.join()).to.include('INITLAB_KERNEL_CELL_SECONDS must be a number from 1 to 2147483');
  });
});
