import { expect } from 'chai';
import { isComplete } from '../../../../kernel/src/compiler/questions/completeCode.js';

describe('isComplete', () => {
  it('returns complete for code that can run as it is', () => {
    for (const code of ['1 + 1', '', '// a comment', 'for (;;) {}', 'await f()', 'const x: number = 1;', '`a\nb`']) {
      expect(isComplete(code), code).to.deep.equal({ status: 'complete' });
    }
  });

  it('returns incomplete for code that more lines can complete', () => {
    const codes = ['if (x) {\n  y', 'f(', '[1,\n2', 'const text = `one', '/* note', 'x =>', 'a +', 'class A {', 'x ?'];
    for (const code of codes) expect(isComplete(code).status, code).to.equal('incomplete');
  });

  it('returns invalid for code that no further line can make valid', () => {
    for (const code of ['a b c', '}', '"open string', 'const 1 = 2', 'f(]\n']) {
      expect(isComplete(code), code).to.deep.equal({ status: 'invalid' });
    }
  });

  it('suggests the indent of the next line', () => {
    expect(isComplete('for (;;) {')).to.deep.equal({ status: 'incomplete', indent: '  ' });
    expect(isComplete('for (;;) {\n    f();')).to.deep.equal({ status: 'incomplete', indent: '    ' });
  });
});
