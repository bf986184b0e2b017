import { expect } from 'chai';
import { dirac, identity, random } from 'initlab';

describe('identity', () => {
  it('has its gain on the diagonal of square, tall and wide kernels', () => {
    expect([...identity()(random(0), [2, 2])]).to.deep.equal([1, 0, 0, 1]);
    expect([...identity({ gain: 2 })(random(0), [3, 2])]).to.deep.equal([2, 0, 0, 2, 0, 0]);
    expect([...identity()(random(0), [2, 3])]).to.deep.equal([1, 0, 0, 0, 1, 0]);
  });

  it('refuses other shapes and gains', () => {
    expect(() => identity()(random(0), [3])).to.throw(RangeError, 'shape [3] has 1 axes; identity needs 2');
    expect(() => identity()(random(0), [3, 3, 3])).to.throw(RangeError, 'has 3 axes');
    expect(() => identity()(random(0), [0, 3])).to.throw(RangeError, 'is 0');
    expect(() => identity({ gain: Infinity })).to.throw(RangeError, 'gain is Infinity');
  });
});

describe('dirac', () => {
  /**
   * Computes the output of a grouped convolution at the centre of an image as large as the kernel,
   * with numbered pixels.
   */
  function centre(w: Float32Array, taps: number, inputs: number, outputs: number, groups: number): number[] {
    const out = new Array<number>(outputs).fill(0);
    const pixel = Math.floor((taps - 1) / 2);
    const image = (tap: number, channel: number): number => 100 * (tap - pixel) + channel + 1;
    for (let tap = 0; tap < taps; tap++) {
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++) {
          const group = Math.floor(o / (outputs / groups));
          out[o] += w[(tap * inputs + i) * outputs + o] * image(tap, group * inputs + i);
        }
      }
    }
    return out;
  }

  it('passes each channel on unchanged, for kernels of odd and even size', () => {
    expect(centre(dirac()(random(0), [3, 4, 4]), 3, 4, 4, 1)).to.deep.equal([1, 2, 3, 4]);
    expect(centre(dirac()(random(0), [3, 3, 2, 2]), 9, 2, 2, 1)).to.deep.equal([1, 2]);
    expect(centre(dirac()(random(0), [4, 2, 2]), 4, 2, 2, 1)).to.deep.equal([1, 2]);
  });

  it('passes on the channels of each group, and is the identity for as many outputs as inputs', () => {
    expect(centre(dirac({ groups: 2 })(random(0), [3, 2, 4]), 3, 2, 4, 2)).to.deep.equal([1, 2, 3, 4]);
    expect(centre(dirac({ groups: 3 })(random(0), [3, 1, 6]), 3, 1, 6, 3)).to.deep.equal([1, 0, 2, 0, 3, 0]);
  });

  it('leaves outputs without an input at 0, and drops inputs without an output', () => {
    expect(centre(dirac()(random(0), [3, 2, 3]), 3, 2, 3, 1)).to.deep.equal([1, 2, 0]);
    expect(centre(dirac()(random(0), [3, 3, 2]), 3, 3, 2, 1)).to.deep.equal([1, 2]);
  });

  it('refuses shapes that are not of a convolution, and groups that do not divide the outputs', () => {
    expect(() => dirac()(random(0), [3, 3])).to.throw(RangeError, 'shape [3, 3] has 2 axes; dirac needs 3 to 5');
    expect(() => dirac()(random(0), [3, 3, 3, 3, 3, 3])).to.throw(RangeError, 'has 6 axes');
    expect(() => dirac()(random(0), [3, 3, 0, 3])).to.throw(RangeError, 'is 0');
    expect(() => dirac({ groups: 2 })(random(0), [3, 1, 3])).to.throw(
      RangeError,
      'groups is 2, which does not divide the 3',
    );
    expect(() => dirac({ groups: 0 })).to.throw(RangeError, 'groups is 0');
  });
});
