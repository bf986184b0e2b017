import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import { listExercises } from '../../../site/src/lessons/exercises.js';
import { code, notebook, prose } from '../support/lessons.js';

describe('the exercises of a notebook', () => {
  it('are those whose answers its cells check, each once', () => {
    const cells = [
      prose("`check('09.9', 1)`"),
      code("import { check } from 'initlab/tasks';\n\ncheck('01.1', undefined);"),
      code('check("01.2", [1, 2]); check(\'01.1\');'),
    ];
    expect(listExercises(notebook(...cells))).to.deep.equal(['01.1', '01.2']);
  });

  it('are all found in a lesson', () => {
    const names = listExercises(readNotebook('notebooks/01-variance-math.ipynb'));
    expect(names).to.deep.equal(['01.1', '01.2', '01.3', '01.4', '01.5']);
  });
});
