import { expect } from 'chai';
import { allSources, parse, remarksOf } from './comments.js';
import { COMMENT_COLUMNS } from './idioms.js';
import { emptyNames, falseStarts, idiomsIn, lowerConstants, tooWide, withoutCode } from './style.js';
import { allTexts } from './texts.js';

/** Files that must quote an idiom to forbid it. */
const QUOTING = /^test\/prose\//;

describe('the style of the prose', () => {
  it('has none of the idioms that read as translated', () => {
    const texts = allTexts().map(({ where, source }) => ({ where, text: withoutCode(source) }));
    expectNone(texts.flatMap(({ where, text }) => idiomsIn(where, text)));
  });
});

describe('the style of comments and messages', () => {
  const sources = allSources().filter(({ file }) => !QUOTING.test(file));
  const remarks = sources.flatMap(remarksOf);

  it('has none of the idioms that read as translated', () => {
    expectNone(remarks.flatMap(({ where, text }) => idiomsIn(where, text)));
  });

  it('begins doc comments with a noun or a verb', () => {
    expectNone(remarks.flatMap(falseStarts));
  });

  it(`wraps comments at ${COMMENT_COLUMNS} columns`, () => {
    expectNone(remarks.flatMap(tooWide));
  });

  it('names the parameters of lambdas after what they hold', () => {
    expectNone(sources.flatMap(emptyNames));
  });

  it('writes the constants of modules in UPPER_CASE', () => {
    expectNone(sources.flatMap(lowerConstants));
  });
});

describe('the checks of style', () => {
  const source = parse(
    'a.ts',
    [
      `/** Of the weights, drawn anew. */`,
      `const leisure = 50;`,
      `const found = [1].map((one) => one); // ${'x'.repeat(COMMENT_COLUMNS)}`,
      `const message = 'the gradient is told by the last layer';`,
    ].join('\n'),
  );
  const remarks = remarksOf(source);

  it('find each kind of fault', () => {
    expect(remarks.flatMap(({ where, text }) => idiomsIn(where, text))).to.have.length(3);
    expect(remarks.flatMap(falseStarts)).to.have.length(1);
    expect(remarks.flatMap(tooWide)).to.have.length(1);
    expect(emptyNames(source)).to.deep.equal(['a.ts:3: one']);
    expect(lowerConstants(source)).to.deep.equal(['a.ts:2: leisure', 'a.ts:4: message']);
  });

  it('leave code and links in Markdown alone', () => {
    expect(idiomsIn('a.md', withoutCode('`drawn anew` and\n```ts\n// whoever\n```\n'))).to.deep.equal([]);
  });
});

/**
 * Fails with a list of the first faults, because chai takes minutes for a diff of hundreds of
 * lines.
 */
function expectNone(faults: readonly string[]): void {
  const some = faults.slice(0, 30).join('\n  ');
  expect(faults.length, `faults, the first of which are\n  ${some}\n`).to.equal(0);
}
