import { expect } from 'chai';
import { selectLessons } from '../../site/src/lessonFiles.js';

describe('selectLessons', () => {
  const files = ['01-variance', '02-xavier', '10-diagnose', 'solutions/01-variance'].map((name) => ({
    name,
    path: `notebooks/${name}.ipynb`,
  }));
  const select = (...names: string[]) => selectLessons(files, names).map(({ name }) => name);

  it('takes all if no name is given', () => {
    expect(select()).to.have.length(4);
  });

  it('takes a number, a name and a path', () => {
    expect(select('01')).to.deep.equal(['01-variance']);
    expect(select('10-diagnose', 'notebooks/02-xavier.ipynb')).to.deep.equal(['02-xavier', '10-diagnose']);
    expect(select('solutions/01')).to.deep.equal(['solutions/01-variance']);
  });

  it('does not take 1 for 10', () => {
    expect(() => select('1')).to.throw('There is no lesson "1". The lessons are:\n  01-variance\n  02-xavier');
  });
});
