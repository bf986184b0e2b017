import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import { differences } from '../../../site/src/lessons/differences.js';
import { runLesson } from '../support/runLesson.js';
import { Visitor } from '../support/visitor.js';

/** A short lesson that imports the library, tfjs and `node:assert`. */
const NAME = 'which-initializer';

describe('a lesson that runs in its page', function () {
  this.timeout(120_000);

  it('gives the outputs that the kernel gave it', async () => {
    const notebook = readNotebook(`notebooks/${NAME}.ipynb`);
    const visitor = await Visitor.to([{ name: NAME, path: `notebooks/${NAME}.ipynb`, notebook }]);
    const run = await runLesson(visitor, NAME);
    expect(differences(notebook, run.notebook)).to.deep.equal([]);
    expect(visitor.problems).to.deep.equal([]);
    await visitor.close();
  });
});
