import { expect } from 'chai';
import { longText } from '../../../site/src/outputs/longText.js';

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

describe('longText', () => {
  it('shows a text of thirty lines completely', () => {
    expect(String(longText(numbered(30)))).to.not.include('<details');
  });

  it('folds away all but the first twenty lines of a longer text, and shows how many', () => {
    const text = String(longText(numbered(31)));
    expect(text).to.include('<summary>11 more lines</summary>');
    expect(text.indexOf('line 20')).to.be.below(text.indexOf('<details'));
    expect(text.indexOf('line 21')).to.be.above(text.indexOf('<details'));
  });
});
