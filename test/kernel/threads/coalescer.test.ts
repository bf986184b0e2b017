import { expect } from 'chai';
import { createCoalescer } from '../../../kernel/src/threads/coalescer.js';

type Piece = [name: string, text: string, origin: number];

/** A coalescer that flushes when `runScheduled` is called. */
function createStreams(isFlushedAtOnce?: () => boolean) {
  const pieces: Piece[] = [];
  const scheduled: (() => void)[] = [];
  const streams = createCoalescer<number>((...piece) => pieces.push(piece), {
    ...(isFlushedAtOnce && { isFlushedAtOnce }),
    flushLater: (flush) => scheduled.push(flush),
  });
  const runScheduled = (): void => {
    for (const flush of scheduled.splice(0)) flush();
  };
  return { streams, pieces, scheduled, runScheduled };
}

describe('createCoalescer', () => {
  it('joins writes to one stream, and keeps the order of writes to two streams', () => {
    const { streams, pieces } = createStreams();
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

  it('keeps the text of two cells apart', () => {
    const { streams, pieces } = createStreams();
    streams.write('stdout', 'a', 1);
    streams.write('stdout', 'b', 2);
    streams.flush();
    expect(pieces).to.deep.equal([
      ['stdout', 'a', 1],
      ['stdout', 'b', 2],
    ]);
  });

  it('passes 64 K characters on at once, and collects less until the scheduled flush', () => {
    const { streams, pieces, scheduled, runScheduled } = createStreams();
    streams.write('stdout', 'x'.repeat(1 << 16), 1);
    expect(pieces).to.have.length(1);
    streams.write('stdout', 'the ', 1);
    streams.write('stdout', 'rest', 1);
    expect(pieces).to.have.length(1);
    expect(scheduled).to.have.length(1);
    runScheduled();
    expect(pieces[1]).to.deep.equal(['stdout', 'the rest', 1]);
  });

  it('schedules a flush for text that is written after an earlier flush', () => {
    const { streams, pieces, runScheduled } = createStreams();
    streams.write('stdout', 'a', 1);
    streams.flush();
    streams.write('stdout', 'b', 1);
    runScheduled();
    streams.write('stdout', 'c', 1);
    runScheduled();
    expect(pieces.map(([, text]) => text)).to.deep.equal(['a', 'b', 'c']);
  });

  it('passes a write on at once if its policy says so', () => {
    let isPrompt = true;
    const { streams, pieces, runScheduled } = createStreams(() => isPrompt);
    streams.write('stdout', 'a', 1);
    expect(pieces).to.deep.equal([['stdout', 'a', 1]]);
    isPrompt = false;
    streams.write('stdout', 'b', 1);
    streams.write('stdout', 'c', 1);
    expect(pieces).to.have.length(1);
    runScheduled();
    expect(pieces[1]).to.deep.equal(['stdout', 'bc', 1]);
  });

  it('never passes the same text on twice', () => {
    const { streams, pieces } = createStreams();
    streams.write('stdout', 'a', 1);
    streams.flush();
    streams.flush();
    expect(pieces).to.have.length(1);
  });
});
