import { expect } from 'chai';
import { random } from '../../../lib/src/random/random.js';
import { withSeededMath } from '../../../lib/src/random/seededMath.js';

const { random: original } = Math;
const draw = (): number[] => Array.from({ length: 100 }, () => Math.random());

describe('withSeededMath', () => {
  afterEach(() => {
    Math.random = original;
  });

  it('draws Math.random from the stream, and restores the original', () => {
    const numbers = withSeededMath(random(1), draw);
    expect(withSeededMath(random(1), draw)).to.deep.equal(numbers);
    expect(withSeededMath(random(2), draw)).to.not.deep.equal(numbers);
    expect(new Set(numbers).size).to.equal(100);
    expect(Math.random).to.equal(original);
  });

  it('restores Math.random when the work throws', () => {
    const fail = (): never => {
      throw new Error('enough');
    };
    expect(() => withSeededMath(random(1), fail)).to.throw('enough');
    expect(Math.random).to.equal(original);
  });

  it('restores Math.random even after an earlier call was interrupted', () => {
    const left = withSeededMath(random(1), () => Math.random);
    Math.random = left;
    withSeededMath(random(1), draw);
    expect(Math.random).to.equal(original);
  });
});
