import { expect } from 'chai';
import { createHistory } from '../../../kernel/src/server/history.js';

describe('history', () => {
  const history = createHistory();
  const inputs = ['const a = 1', 'a + 1', 'const b = [a]', 'a + 1', 'b.length'];
  inputs.forEach((input, i) => {
    history.add(i + 1, input);
    if (i === 1) history.setOutput(2, '2');
  });
  const lines = (request: Record<string, unknown>): unknown =>
    (history.find(request).history as [number, number, unknown][]).map(([, line]) => line);

  it('returns the last cells', () => {
    expect(history.find({ hist_access_type: 'tail', n: 2 })).to.deep.equal({
      status: 'ok',
      history: [
        [1, 4, 'a + 1'],
        [1, 5, 'b.length'],
      ],
    });
    expect(lines({ hist_access_type: 'tail', n: 100 })).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('returns a range of cells, which excludes its end', () => {
    expect(lines({ hist_access_type: 'range', session: 0, start: 2, stop: 4 })).to.deep.equal([2, 3]);
    expect(lines({ hist_access_type: 'range', session: 0, start: 4 })).to.deep.equal([4, 5]);
    expect(lines({ hist_access_type: 'range', session: -1, start: 1, stop: 4 })).to.deep.equal([]);
  });

  it('finds cells by a pattern', () => {
    expect(lines({ hist_access_type: 'search', pattern: 'a +*' })).to.deep.equal([2, 4]);
    expect(lines({ hist_access_type: 'search', pattern: 'a +*', unique: true })).to.deep.equal([4]);
    expect(lines({ hist_access_type: 'search', pattern: 'const ? = *', n: 1 })).to.deep.equal([3]);
    expect(lines({ hist_access_type: 'search', pattern: 'b.length' })).to.deep.equal([5]);
    expect(lines({ hist_access_type: 'search', pattern: '[a]' })).to.deep.equal([]);
  });

  it('returns the values of cells if the request asks for them', () => {
    expect(
      history.find({ hist_access_type: 'range', session: 0, start: 2, stop: 4, output: true }).history,
    ).to.deep.equal([
      [1, 2, ['a + 1', '2']],
      [1, 3, ['const b = [a]', null]],
    ]);
  });

  it('rejects an unknown type of access, and names the known ones', () => {
    expect(() => history.find({ hist_access_type: 'other' })).to.throw('"tail", "range" or "search"');
  });

  it('drops the oldest cells when all texts together are too long', () => {
    const long = createHistory();
    for (let i = 1; i <= 30; i++) {
      long.add(i, 'x'.repeat(500_000));
      long.setOutput(i, 'y'.repeat(500_000));
    }
    const tail = (n: number): number[] =>
      (long.find({ hist_access_type: 'tail', n }).history as number[][]).map(([, line]) => line);
    expect(tail(100)).to.deep.equal([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
    long.add(31, 'z'.repeat(20_000_000));
    expect(tail(100)).to.deep.equal([31]);
  });
});
