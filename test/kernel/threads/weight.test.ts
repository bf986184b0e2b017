import { expect } from 'chai';
import { weightOf } from '../../../kernel/src/threads/weight.js';

describe('weightOf', () => {
  it('grows with the text of an output, and is at least 1', () => {
    const text = 'x'.repeat(200_000);
    expect(weightOf({ kind: 'interrupted' })).to.equal(1);
    expect(weightOf({ kind: 'output', cell: 1, event: { kind: 'stream', name: 'stdout', text } })).to.equal(4);
    const content = {
      data: { 'text/plain': text, 'text/html': text, 'a/json': { text } },
      metadata: {},
      transient: {},
    };
    expect(weightOf({ kind: 'output', cell: 1, event: { kind: 'display', content, update: false } })).to.equal(7);
  });
});
