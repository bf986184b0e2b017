import { expect } from 'chai';
import { toCodePoints, toUtf16 } from '../../../kernel/src/server/textOffset.js';

describe('text offsets', () => {
  it('count code points for Jupyter and UTF-16 units for JavaScript', () => {
    const text = 'a😀b';
    expect([0, 1, 2, 3].map((i) => toUtf16(text, i))).to.deep.equal([0, 1, 3, 4]);
    expect([0, 1, 3, 4].map((i) => toCodePoints(text, i))).to.deep.equal([0, 1, 2, 3]);
  });
});
