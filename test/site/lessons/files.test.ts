import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { findLessons, selectLessons } from '../../../site/src/lessons/files.js';

describe('findLessons', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-lessons-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function names(...files: string[]): string[] {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '{}');
    }
    return findLessons(folder).map(({ name }) => name);
  }

  it('lists the lessons at the top before those in folders', () => {
    expect(names('solutions/01-a.ipynb', '02-b.ipynb', '01-a.ipynb', 'notes.md')).to.deep.equal([
      '01-a',
      '02-b',
      'solutions/01-a',
    ]);
  });

  it("leaves out the readers' own notebooks", () => {
    const own = [
      'mine/01-a.ipynb',
      '01-a-Copy1.ipynb',
      'solutions/01-a-Copy12.ipynb',
      'Untitled.ipynb',
      'Untitled3.ipynb',
    ];
    expect(names('01-a.ipynb', 'copying.ipynb', ...own)).to.deep.equal(['01-a', 'copying']);
  });

  it('names the folder if it has no notebooks', () => {
    expect(() => findLessons(folder)).to.throw(`There are no notebooks in ${folder}.`);
  });
});

describe('selectLessons', () => {
  const files = ['01-variance', '02-xavier', '10-diagnose', 'solutions/01-variance'].map((name) => ({
    name,
    path: `notebooks/${name}.ipynb`,
  }));
  const select = (...names: string[]) => selectLessons(files, names).map(({ name }) => name);

  it('selects all lessons if no name is given', () => {
    expect(select()).to.have.length(4);
  });

  it('accepts a number, a name and a path', () => {
    expect(select('01')).to.deep.equal(['01-variance']);
    expect(select('10-diagnose', 'notebooks/02-xavier.ipynb')).to.deep.equal(['02-xavier', '10-diagnose']);
    expect(select('solutions/01')).to.deep.equal(['solutions/01-variance']);
  });

  it('does not select lesson 10 for the name 1', () => {
    expect(() => select('1')).to.throw('There is no lesson "1". The lessons are:\n  01-variance\n  02-xavier');
  });
});
