import { expect } from 'chai';
import { toCodePoints, toUtf16 } from '../../../kernel/src/server/textOffset.js';

describe('toUtf16 and toCodePoints', () => {
  it('convert between the code points of Jupyter and the UTF-16 units of JavaScript', () => {
    const text = 'a😀b';
    expect([0, 1, 2, 3].map((i) => toUtf16(text, i))).to.deep.equal([0, 1, 3, 4]);
    expect([0, 1, 3, 4].map((i) => toCodePoints(text, i))).to.deep.equal([0, 1, 2, 3]);
  });
});
