import { expect } from 'chai';
import { ansiLines } from '../../../site/src/outputs/ansi.js';

const lines = (text: string) => ansiLines(text).map(String);

describe('ansiLines', () => {
  it('turns colours and bold into spans', () => {
    expect(lines('\u001b[31mred\u001b[39m \u001b[1;92mok\u001b[0m.')).to.deep.equal([
      '<span class="ansi-red">red</span> <span class="ansi-bold ansi-green">ok</span>.',
    ]);
  });

  it('carries a colour over a line break', () => {
    expect(lines('\u001b[34ma\nb')).to.deep.equal([
      '<span class="ansi-blue">a</span>',
      '<span class="ansi-blue">b</span>',
    ]);
  });

  it('removes an extended colour with its arguments', () => {
    expect(lines('\u001b[38;5;31mx\u001b[48;2;31;32;33my')).to.deep.equal(['xy']);
  });

  it('removes cursor movements, window titles and control characters', () => {
    expect(lines('\u001b[2K\u001b[1Aa\u001b]0;title\u0007b\u0008\u001b(c')).to.deep.equal(['abc']);
  });

  it('shows the last state of a line that was overwritten', () => {
    expect(lines('10 %\r50 %\r100 %\r\ndone')).to.deep.equal(['100 %', 'done']);
  });

  it('escapes HTML', () => {
    expect(lines('<img onerror=x>')).to.deep.equal(['&lt;img onerror=x&gt;']);
  });
});
