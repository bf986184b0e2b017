import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import { differences } from '../../../site/src/lessons/differences.js';
import { runLesson } from '../support/runLesson.js';
import { Visitor } from '../support/visitor.js';

/**
 * Lessons that together use every kind of output, every data set and training. `npm run bench --
 * pages` runs all lessons.
 */
const NAMES = ['01-variance-math', '03-he', '04-fan-in', '07-orthogonal', '09-normalization-and-data'];

describe('the lessons in their pages', function () {
  this.timeout(300_000);

  for (const name of NAMES) {
    it(`give the outputs that the kernel gave them: ${name}`, async () => {
      const notebook = readNotebook(`notebooks/${name}.ipynb`);
      const visitor = await Visitor.to([{ name, path: `notebooks/${name}.ipynb`, notebook }]);
      const run = await runLesson(visitor, name);
      expect(differences(notebook, run.notebook)).to.deep.equal([]);
      expect(visitor.problems).to.deep.equal([]);
      await visitor.close();
    });
  }
});
