import { expect } from 'chai';
import { UsageError } from '../../../../lib/src/cli/command.js';
import type { TargetSource } from '../../../../lib/src/cli/diagnose/arguments.js';
import { asUsageError } from '../../../../lib/src/cli/diagnose/asUsageError.js';
import { DataRangeError } from '../../../../lib/src/network/dataErrors.js';

describe('an error during initlab diagnose', () => {
  const given = (target: TargetSource, loss?: string) => ({
    source: { data: 't.csv', ...target },
    options: { ...(loss && { loss }) },
  });
  const column: TargetSource = { kind: 'target', column: 'size' };

  function errorOf(thrown: unknown, target = column, loss?: string): Error {
    try {
      asUsageError(given(target, loss), () => {
        throw thrown;
      });
    } catch (error) {
      return error as Error;
    }
    throw new Error('there was no error');
  }

  it('is passed on unchanged if it has no code for wrong data, whatever its class', () => {
    for (const fault of [
      new RangeError('Invalid array length'),
      new RangeError('Maximum call stack size exceeded'),
      new TypeError('x is not a function'),
      Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' }),
      'a text',
    ])
      expect(errorOf(fault)).to.equal(fault);
  });

  it('becomes a usage error that names the column if the targets are wrong', () => {
    const cause = new DataRangeError({ code: 'notProbability', argument: 'y', problem: 'has 9 at index 1', index: 1 });
    const error = errorOf(cause);
    expect(error).to.be.an.instanceOf(UsageError);
    expect(error.cause).to.equal(cause);
    expect(error.message).to.match(/^column size of t\.csv has 9 at index 1\. Scale the column/);
    const file = errorOf(cause, { kind: 'labels', file: 'labels.idx' });
    expect(file.message).to.match(/^labels\.idx has 9/);
  });

  it('becomes a usage error that names the option or the model if the loss is wrong', () => {
    const cause = new DataRangeError({ code: 'unknownLoss', argument: 'loss', problem: 'is "nope"' });
    expect(errorOf(cause, column, 'nope').message).to.equal('--loss is "nope".');
    expect(errorOf(cause).message).to.equal('the loss of the model is "nope".');
  });

  it('names the file of an input or output of a model with several of them', () => {
    const source = { kind: 'arrays', x: ['a=a.npy', 'b=b.npy'], y: ['y.npy'] } as const;
    const messageOf = (argument: string): string => {
      const cause = new DataRangeError({ code: 'wrongShape', argument, problem: 'has shape [3, 4]' });
      try {
        asUsageError({ source: { ...source, x: [...source.x], y: [...source.y] }, options: {} }, () => {
          throw cause;
        });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(messageOf('x of input "b"')).to.equal('--x b=b.npy has shape [3, 4].');
    expect(messageOf('y of output "out"')).to.equal('--y y.npy has shape [3, 4].');
    expect(messageOf('y')).to.equal('--y y.npy has shape [3, 4].');
  });
});
