import { expect } from 'chai';
import { formatJson } from '../../../kernel/src/notebook/formatJson.js';

describe('formatJson', () => {
  it('writes numbers as Python does', () => {
    for (const [value, text] of [
      [0.0000687846, '6.87846e-05'],
      [-0.00009999, '-9.999e-05'],
      [0.0001, '0.0001'],
      [1e-7, '1e-07'],
      [1.5e-10, '1.5e-10'],
      [2.5e-300, '2.5e-300'],
      [5e-324, '5e-324'],
      [1e20, '100000000000000000000'],
      [1e21, '1e+21'],
      [1.25, '1.25'],
      [-0, '0'],
      [Number.NaN, 'null'],
    ] as const)
      expect(formatJson(value), text).to.equal(text);
  });

  it('sorts keys by their code points, and leaves out what is undefined', () => {
    expect(formatJson({ b: 1, a: undefined, 10: [], 9: {}, '\u{1f600}': null, '\uffee': true })).to.equal(
      '{\n "10": [],\n "9": {},\n "b": 1,\n "\uffee": true,\n "\u{1f600}": null\n}',
    );
  });

  it('indents what is nested by one', () => {
    expect(formatJson({ a: [1, ['x\n\u001b']] })).to.equal('{\n "a": [\n  1,\n  [\n   "x\\n\\u001b"\n  ]\n ]\n}');
  });
});
