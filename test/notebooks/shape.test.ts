import { expect } from 'chai';
import { type CodeCell, readNotebook } from 'initlab-kernel';
import { plotBundles } from '../../site/src/figures/plotBundles.js';
import { findLessons } from '../../site/src/lessons/files.js';

/** Largest number of lines of a cell, so that a reader sees all of it at once. */
const MAX_LINES = 20;
/** Largest number of words of a lesson, which is about half an hour of reading. */
const MAX_WORDS = 3000;
/** Largest number of characters of an axis title: more do not fit on a phone. */
const MAX_AXIS_TITLE = 36;
/** Smallest number of exercises of the course. */
const MIN_EXERCISES = 45;

interface Axis {
  title?: { text?: string };
}

/** Counts the words of Markdown, without code and formulas. */
function countWords(markdown: string): number {
  const prose = markdown
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/\$\$[\s\S]*?\$\$/g, '')
    .replace(/\$[^$]*\$/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']');
  return prose.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0;
}

const cellsOf = (path: string): { code: CodeCell[]; prose: string[] } => {
  const { cells } = readNotebook(path);
  return {
    code: cells.filter((cell) => cell.cell_type === 'code'),
    prose: cells.flatMap((cell) => (cell.cell_type === 'markdown' ? [cell.source] : [])),
  };
};

/** Numbers of the exercises that a notebook checks, such as 03.2. */
const checkedIn = (path: string): Set<string> =>
  new Set(cellsOf(path).code.flatMap(({ source }) => [...source.matchAll(/\bcheck\('([^']+)'/g)].map(([, id]) => id)));

describe('the shape of the course', () => {
  const files = findLessons();
  const lessons = files.filter(({ name }) => /^\d/.test(name));

  for (const { name, path } of files) {
    it(`has cells of at most ${MAX_LINES} lines and at most ${MAX_WORDS} words: ${name}`, () => {
      const { code, prose } = cellsOf(path);
      const long = code.map(({ source }) => source.split('\n')).filter((lines) => lines.length > MAX_LINES);
      expect(long.map(([first]) => first)).to.deep.equal([]);
      expect(countWords(prose.join('\n'))).to.be.at.most(MAX_WORDS);
    });
  }

  for (const { name, path } of files) {
    it(`has titles of axes that fit on a phone: ${name}`, () => {
      const titles = plotBundles(readNotebook(path).cells).flatMap((bundle) => {
        const { layout } = bundle['application/vnd.plotly.v1+json'] as { layout: Record<string, Axis> };
        return Object.keys(layout).flatMap((key) => (/^[xy]axis/.test(key) ? [layout[key].title?.text ?? ''] : []));
      });
      expect(titles.filter((title) => title.length > MAX_AXIS_TITLE)).to.deep.equal([]);
    });
  }

  it(`has at least ${MIN_EXERCISES} exercises, each with a check and a solution that passes it`, () => {
    let count = 0;
    for (const { name, path } of lessons) {
      const exercises = checkedIn(path);
      const text = cellsOf(path).prose.join('\n');
      const [, afterHeading] = text.split(/^## Exercises$/m);
      const numbered = [...afterHeading.split(/^## /m)[0].matchAll(/^(\d+)\. /gm)].map(([, number]) => number);
      const prefix = name.slice(0, 2);
      for (const number of numbered) expect([...exercises], name).to.include(`${prefix}.${number}`);
      expect([...checkedIn(`notebooks/solutions/${name}.ipynb`)], name).to.include.members([...exercises]);
      expect(exercises.size, name).to.be.within(3, 6);
      count += exercises.size;
    }
    expect(count).to.be.at.least(MIN_EXERCISES);
  });

  it('counts words without code and formulas', () => {
    expect(countWords("Two $x + y$ words, `code` isn't\n$$\nz = wx\n$$\n```ts\nconst a = 1;\n```\n")).to.equal(3);
  });
});
