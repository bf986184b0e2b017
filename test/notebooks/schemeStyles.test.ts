import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import { styleOf } from '../../lib/src/plot/schemes.js';
import { plotBundles } from '../../site/src/figures/plotBundles.js';
import { findLessons } from '../../site/src/lessons/files.js';

/** Names of each scheme, in a trace or in the title of its figure. */
const NAMES: Readonly<Record<string, RegExp>> = {
  xavier: /\b(Xavier|Glorot)\b/i,
  he: /\bHe\b/,
  // A Gaussian matrix of variance 1/n is LeCun's.
  lecun: /\b(LeCun|Gaussian)\b/i,
  orthogonal: /\borthogonal\b/i,
  // Standard deviations of .01 and .02.
  small: /\bsmall\b|\bstd 0\.01\b|0\.02²/i,
  large: /\blarge\b/i,
};

interface Drawn {
  name?: string;
  line?: { color?: string; dash?: string };
  marker?: { color?: string | string[]; symbol?: string };
}

/** Finds traces that have the style of a scheme they do not show, or show a scheme in another. */
function wrongStyles(title: string, traces: readonly Drawn[]): string[] {
  return traces.flatMap(({ name = '', line, marker }) => {
    const colors = [line?.color, marker?.color].filter((color) => typeof color === 'string');
    return Object.entries(NAMES).flatMap(([scheme, names]) => {
      const { color, dash } = styleOf(scheme);
      const hasColor = colors.some((own) => own.toLowerCase().startsWith(color));
      const problems: string[] = [];
      if (hasColor && !names.test(name) && !names.test(title)) problems.push(`has the colour of ${scheme}`);
      if (!hasColor && colors.length > 0 && new RegExp(`^(${names.source})$`, names.flags).test(name))
        problems.push(`does not have the colour of ${scheme}`);
      if (hasColor && line?.dash !== undefined && ![dash, '2px,7px'].includes(line.dash))
        problems.push(`has the dash ${line.dash} instead of ${dash}`);
      return problems.map((problem) => `${title}: “${name}” ${problem}`);
    });
  });
}

describe('the figures of the lessons', () => {
  const lessons = findLessons();

  for (const { name, path } of lessons) {
    it(`have one style per scheme, which nothing else has: ${name}`, () => {
      const figures = plotBundles(readNotebook(path).cells).map(
        (bundle) =>
          bundle['application/vnd.plotly.v1+json'] as { data: Drawn[]; layout: { title?: { text?: string } } },
      );
      const wrong = figures.flatMap(({ data, layout }) => wrongStyles(layout.title?.text ?? '', data));
      expect(wrong).to.deep.equal([]);
    });
  }

  it('are reported if a trace has the style of another scheme, or a scheme another style', () => {
    const [he, xavier] = ['he', 'xavier'].map((scheme) => styleOf(scheme));
    const line = ({ color, dash }: typeof he): { color: string; dash: string } => ({ color, dash });
    expect(wrongStyles('Loss', [{ name: 'He', line: line(he) }])).to.deep.equal([]);
    expect(wrongStyles('Loss', [{ name: 'width 64', line: line(he) }])).to.have.length(1);
    expect(wrongStyles('Loss', [{ name: 'He', line: line(xavier) }])).to.have.length(2);
    expect(wrongStyles('Loss', [{ name: 'He', line: { ...line(he), dash: 'dot' } }])).to.have.length(1);
  });
});
