import { expect } from 'chai';
import { readingMinutes } from '../../../../site/src/pages/index/readingTime.js';
import { code, notebook, prose } from '../../support/lessons.js';

describe('readingMinutes', () => {
  const words = (count: number) => prose(Array.from({ length: count }, () => 'word').join(' '));
  const lines = (count: number) => code(Array.from({ length: count }, () => 'f();').join('\n\n'));

  it('counts the words of the text and the lines of the code that are not empty', () => {
    expect(readingMinutes(notebook(words(2000)))).to.equal(10);
    expect(readingMinutes(notebook(lines(400)))).to.equal(10);
    expect(readingMinutes(notebook(words(2000), lines(400)))).to.equal(20);
  });

  it('rounds to five minutes, and is five for the shortest', () => {
    expect(readingMinutes(notebook(words(2600)))).to.equal(15);
    expect(readingMinutes(notebook(words(1)))).to.equal(5);
  });
});
