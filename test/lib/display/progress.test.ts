import { expect } from 'chai';
import { progress } from 'initlab';

const sinkName = Symbol.for('Jupyter.displayData');
const globals = globalThis as Record<symbol, unknown>;

interface Call {
  content: { data: Record<string, string>; transient: { display_id: string } };
  update: boolean;
}

/** Collects what a notebook is given to show. */
function shown(run: () => void): Call[] {
  const calls: Call[] = [];
  globals[sinkName] = (content: Call['content'], update: boolean) => calls.push({ content, update });
  try {
    run();
  } finally {
    delete globals[sinkName];
  }
  return calls;
}

/** Collects what is written to standard error, as if it were a terminal or a file. */
function written(isTTY: boolean, run: () => void): string {
  const { stderr } = process;
  const before = { write: stderr.write, isTTY: stderr.isTTY };
  let text = '';
  stderr.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof stderr.write;
  stderr.isTTY = isTTY;
  try {
    run();
  } finally {
    Object.assign(stderr, before);
  }
  return text;
}

describe('progress', () => {
  it('is one display in a notebook, which is updated in place and is full at the end', () => {
    const calls = shown(() => {
      const bar = progress(4, { label: 'training' });
      for (let i = 0; i < 4; i++) bar.advance();
    });
    const last = calls.at(-1) as Call;
    expect(calls.map(({ update }) => update)).to.deep.equal(calls.map((_, i) => i > 0));
    expect(new Set(calls.map(({ content }) => content.transient.display_id))).to.have.property('size', 1);
    expect(last.content.data['text/plain']).to.equal('training  [####################]  100%  4 of 4');
    expect(last.content.data['text/html']).to.equal(
      '<div style="padding-left: var(--jp-code-padding, 0)">training <progress value="4" max="4" aria-label="training"></progress> 100% <small>4 of 4</small></div>',
    );
  });

  it('follows the numbers of a callback in one display, to the end', () => {
    const calls = shown(() => {
      const follow = progress.follow({ label: 'nets' });
      follow(10, 40);
      follow(40, 40);
    });
    expect(calls.map(({ content }) => content.data['text/plain'].slice(-8))).to.deep.equal([' 0 of 40', '40 of 40']);
    expect(calls.map(({ update }) => update)).to.deep.equal([false, true]);
  });

  it('gives each of two bars its own display', () => {
    const calls = shown(() => {
      progress(1);
      progress(1);
    });
    expect(calls.map(({ update }) => update)).to.deep.equal([false, false]);
    expect(calls[0].content.transient.display_id).not.to.equal(calls[1].content.transient.display_id);
  });

  it('does not flood a notebook with updates', () => {
    const from = performance.now();
    const calls = shown(() => {
      const bar = progress(100_000);
      for (let i = 0; i < 100_000; i++) bar.advance();
    });
    expect(calls.length).to.be.at.most(3 + (performance.now() - from) / 100);
  });

  it('escapes its label', () => {
    const html = shown(() => progress(1, { label: '<i>"' }))[0].content.data['text/html'];
    expect(html).to.contain('&lt;i&gt;&quot;').and.not.to.contain('<i>');
  });

  it('is one line in a terminal', () => {
    const text = written(true, () => progress(2, { label: 'a' }).advance(2));
    expect(text).to.equal(
      '\r\x1b[2Ka  [--------------------]    0%  0 of 2\r\x1b[2Ka  [####################]  100%  2 of 2\n',
    );
  });

  it('writes a plain line at every tenth of the work if the stream is no terminal', () => {
    const text = written(false, () => {
      const bar = progress(1000);
      for (let i = 0; i < 1000; i++) bar.advance();
    });
    const lines = text.trimEnd().split('\n');
    expect(lines).to.have.length(10);
    expect(lines[0]).to.equal('[##------------------]   10%  100 of 1000');
    expect(lines[9]).to.contain('100%  1000 of 1000');
  });

  it('keeps its last state if the work stops early', () => {
    const text = written(false, () => {
      for (const item of progress.of([1, 2, 3, 4])) if (item === 3) break;
    });
    expect(text.trimEnd().split('\n').at(-1)).to.contain('50%  2 of 4');
  });

  it('shows a note after the bar, and the speed until the work ends', () => {
    const calls = shown(() => {
      const bar = progress(2, { label: 'training', unit: 'steps' });
      const until = performance.now() + 120;
      while (performance.now() < until);
      bar.advance(1, 'loss <2');
      bar.advance(1, 'loss 1');
    });
    const texts = calls.map(({ content }) => content.data['text/plain']);
    expect(texts[1]).to.match(/50% {2}1 of 2 {2}loss <2 {2}\d+(\.\d)? steps\/s$/);
    expect(calls[1].content.data['text/html']).to.contain('1 of 2 loss &lt;2');
    expect(texts.at(-1)).to.equal('training  [####################]  100%  2 of 2  loss 1');
  });

  it('ends with a note that says why the work stopped', () => {
    const text = written(true, () => {
      const bar = progress(4);
      bar.advance(1, 'loss 2');
      bar.end('the loss is NaN');
    });
    expect(text.endsWith('25%  1 of 4  the loss is NaN\n')).to.equal(true);
  });

  it('iterates over items and advances by one per item', () => {
    const seen: string[] = [];
    const text = written(false, () => {
      for (const item of progress.of(new Set(['a', 'b']))) seen.push(item);
    });
    expect(seen).to.deep.equal(['a', 'b']);
    expect(text).to.contain('50%  1 of 2').and.to.contain('100%  2 of 2');
  });

  it('refuses a total that is not a number of steps', () => {
    for (const total of [0, 1.5, Number.NaN]) {
      expect(() => progress(total)).to.throw(RangeError, `a whole number of at least 1, not ${total}`);
    }
  });
});
