import { expect } from 'chai';
import { check } from 'initlab/tasks';
import {
  type Exercise,
  letter,
  listOf,
  near,
  softmaxTo,
  within,
} from '../../../../lib/src/train/exercises/exercise.js';
import { EXERCISES } from '../../../../lib/src/train/exercises/exercises.js';

describe('check', () => {
  it('says that an answer is right', () => {
    const { isRight, message } = check('06.2', [Math.log(0.9), Math.log(0.09), Math.log(0.01)]);
    expect([isRight, message]).to.deep.equal([true, 'Exercise 06.2: right.']);
  });

  it('accepts biases of a softmax that differ from the logarithms of the shares by one number', () => {
    expect(check('06.2', [Math.log(90), Math.log(9), 0]).isRight).to.equal(true);
    expect(check('06.2', [Math.log(0.9) + 1, Math.log(0.09), Math.log(0.01)]).isRight).to.equal(false);
    expect(check('06.2', [Math.log(9), Math.log(0.09 / 0.91), Math.log(0.01 / 0.99)]).message).to.contain('sigmoid');
  });

  it('gives the hint of the exercise for a wrong answer, and another one for a typical mistake', () => {
    expect(check('06.3', 5).message).to.equal(`Exercise 06.3: not yet. ${EXERCISES['06.3'].hint}`);
    expect(check('06.3', 0.69).message).to.contain('bias of 0');
    expect(check('06.3', 0.69).isRight).to.equal(false);
  });

  it('says what to answer if there is no answer yet', () => {
    expect(check('06.5').message).to.equal('Exercise 06.5: no answer yet. The answer is a letter from A to C.');
  });

  it('is shown as a line of text, of Markdown and of HTML', () => {
    const checked = check('06.5', 'b') as unknown as Record<symbol, () => Record<string, string>>;
    const bundle = checked[Symbol.for('Jupyter.display')]();
    expect(Object.keys(bundle)).to.have.members(['text/html', 'text/markdown', 'text/plain']);
    expect(bundle['text/html']).to.equal(`<p>${bundle['text/plain']}</p>`);
    expect(String(checked)).to.equal(bundle['text/plain']);
  });

  it('names the exercises if it is asked for another', () => {
    expect(() => check('99.1', 1)).to.throw(RangeError, /exercise is "99\.1"; it must be one of .*06\.1/);
    expect(() => check('constructor', 1)).to.throw(RangeError);
  });

  for (const [name, { accepts, mistakes = [], hint, form }] of Object.entries(EXERCISES)) {
    it(`refuses answers of every wrong type, and has hints that end as sentences: ${name}`, () => {
      for (const answer of [undefined, null, Number.NaN, '', 'x', [], {}, [1, 2]]) {
        expect(accepts(answer)).to.equal(false);
        for (const mistake of mistakes) expect(mistake.accepts(answer)).to.equal(false);
      }
      for (const text of [hint, ...mistakes.map((mistake) => mistake.hint)]) expect(text).to.match(/^[A-Z].*[.?]$/s);
      expect(form).to.match(/^an? /);
    });
  }
});

describe('the conditions on answers', () => {
  it('accept numbers near a value of either sign', () => {
    expect([-4.5, -4.6, -4.7].map(near(-4.595, 0.01))).to.deep.equal([false, true, false]);
    expect(['4.6', 4n].map(near(4.6, 0.5))).to.deep.equal([false, false]);
  });

  it('accept numbers in a range with both ends', () => {
    expect([1.9, 2, 3, 3.1, Number.NaN].map(within(2, 3))).to.deep.equal([false, true, true, false, false]);
  });

  it('accept a letter in either case, with blanks', () => {
    expect(['c', ' C ', 'CC', 3].map(letter('C'))).to.deep.equal([true, true, false, false]);
  });

  it('accept lists of the same length entry by entry', () => {
    const accepts: Exercise['accepts'] = listOf(letter('A'), within(1, 2));
    expect([['a', 1], ['a', 3], ['a'], ['a', 1, 1], 'a1'].map(accepts)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('accept numbers that a softmax turns into the given probabilities', () => {
    const accepts = softmaxTo(0.75, 0.25);
    const answers = [
      [Math.log(3), 0],
      [1000 + Math.log(3), 1000],
      [0.75, 0.25],
      [0, Math.log(3)],
      [Math.log(3)],
      [1, '0'],
    ];
    expect(answers.map(accepts)).to.deep.equal([true, true, false, false, false, false]);
    expect([[Number.NaN, 0], [Number.POSITIVE_INFINITY, 0], 'ab'].map(accepts)).to.deep.equal([false, false, false]);
  });
});
