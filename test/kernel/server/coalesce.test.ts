import { expect } from 'chai';
import { createCoalescer } from '../../../kernel/src/server/coalesce.js';
import { until } from '../support/files.js';

type Piece = [name: string, text: string, origin: number];

describe('coalescer', () => {
  it('joins writes to one stream and keeps the order of two', () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<number>((...piece) => pieces.push(piece));
    streams.write('stdout', 'a', 1);
    streams.write('stdout', 'b', 1);
    streams.write('stderr', 'c', 1);
    streams.write('stdout', 'd', 1);
    streams.flush();
    expect(pieces).to.deep.equal([
      ['stdout', 'ab', 1],
      ['stderr', 'c', 1],
      ['stdout', 'd', 1],
    ]);
  });

  it('keeps apart what comes from two cells', () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<number>((...piece) => pieces.push(piece));
    streams.write('stdout', 'a', 1);
    streams.write('stdout', 'b', 2);
    streams.flush();
    expect(pieces).to.deep.equal([
      ['stdout', 'a', 1],
      ['stdout', 'b', 2],
    ]);
  });

  it('holds back no more than 64 K characters, and nothing for long', async () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<number>((...piece) => pieces.push(piece));
    streams.write('stdout', 'x'.repeat(1 << 16), 1);
    expect(pieces).to.have.length(1);
    streams.write('stdout', 'rest', 1);
    expect(pieces).to.have.length(1);
    await until(() => pieces.length === 2);
    expect(pieces[1]).to.deep.equal(['stdout', 'rest', 1]);
  });

  it('has nothing to flush twice', () => {
    const pieces: Piece[] = [];
    const streams = createCoalescer<number>((...piece) => pieces.push(piece));
    streams.write('stdout', 'a', 1);
    streams.flush();
    streams.flush();
    expect(pieces).to.have.length(1);
  });
});
