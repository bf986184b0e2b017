import { expect } from 'chai';
import { createCoalescer } from '../../../kernel/src/server/coalesce.js';
import { until } from '../support/files.js';

type Piece = [name: string, text: string];

describe('coalescer', () => {
  it('joins writes to one stream and keeps the order of two', () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<'out' | 'err'>((...piece) => pieces.push(piece));
    streams.write('out', 'a');
    streams.write('out', 'b');
    streams.write('err', 'c');
    streams.write('out', 'd');
    streams.flush();
    expect(pieces).to.deep.equal([
      ['out', 'ab'],
      ['err', 'c'],
      ['out', 'd'],
    ]);
  });

  it('holds back no more than 64 K characters, and nothing for long', async () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<'out'>((...piece) => pieces.push(piece));
    streams.write('out', 'x'.repeat(1 << 16));
    expect(pieces).to.have.length(1);
    streams.write('out', 'rest');
    expect(pieces).to.have.length(1);
    await until(() => pieces.length === 2);
    expect(pieces[1]).to.deep.equal(['out', 'rest']);
  });

  it('has nothing to flush twice', () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<'out'>((...piece) => pieces.push(piece));
    streams.write('out', 'a');
    streams.flush();
    streams.flush();
    expect(pieces).to.have.length(1);
  });
});
