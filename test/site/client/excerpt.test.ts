import { expect } from 'chai';
import { excerpt } from '../../../site/client/search/excerpt.js';

describe('the excerpt of a search result', () => {
  const marked = (text: string, ...terms: string[]): string =>
    excerpt(text, terms)
      .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
      .join('');

  it('marks the matches of all words, whatever their case, at the beginning of words only', () => {
    expect(marked('Variance of a covariance, and variances.', 'variance', 'and')).to.equal(
      '[Variance] of a covariance, [and] [variance]s.',
    );
  });

  it('begins shortly before the first match and ends at a word', () => {
    const words = Array.from({ length: 100 }, (_, i) => `word${i}`).join(' ');
    const cut = marked(words, 'word50');
    expect(cut).to.match(/^… word4\d .*\[word50\] .* word\d+ …$/);
    expect(cut.length).to.be.below(200);
  });

  it('begins with the text if no word of it matches', () => {
    expect(marked('Some text.', 'zebra')).to.equal('Some text.');
    expect(marked('Some text.')).to.equal('Some text.');
  });

  it('reads a word as it is, not as a pattern', () => {
    expect(marked('a.b and aXb', 'a.b')).to.equal('[a.b] and aXb');
  });
});
