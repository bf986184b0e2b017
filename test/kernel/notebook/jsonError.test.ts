import { expect } from 'chai';
import { findJsonError } from '../../../kernel/src/notebook/jsonError.js';

describe('findJsonError', () => {
  it('finds the offset at which a text stops being JSON', () => {
    const texts = [
      '{"a": [1, |,]}',
      '{"a": 1 |"b": 2}',
      '[1, 2|',
      '|',
      '{"a": |tru}',
      '[|"open]',
      '{|a: 1}',
      '[1] |2',
      '[|"\t"]',
    ];
    for (const marked of texts) expect(findJsonError(marked.replace('|', '')), marked).to.equal(marked.indexOf('|'));
  });

  it('returns the length of a text if all of it is JSON', () => {
    const values = [{ a: [1, -2.5e-7, true, null, { 'b\n"\\ü': '' }] }, [], {}, 'x', 0];
    for (const value of values) {
      const text = JSON.stringify(value, null, 1);
      expect(findJsonError(text), text).to.equal(text.length);
    }
  });
});
