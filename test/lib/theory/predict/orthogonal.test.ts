import { expect } from 'chai';
import { orthogonal, predict, random } from 'initlab';
import { checkNets, drawMatrix, expectBands, type PlainActivation } from './orthogonalNets.js';

const GAINS = { linear: 1, relu: Math.SQRT2, tanh: 1.3 };
const ACTIVATIONS = Object.keys(GAINS) as PlainActivation[];
const NETS = 200;

const SHAPES = {
  'narrow square layers': [16, 16, 16, 16, 16, 16],
  'layers that widen': [16, 24, 32, 48],
  'layers that narrow': [48, 32, 24, 16],
  'layers that narrow and widen by turns': [16, 24, 16, 24, 16],
};

describe('predict, for orthogonal weights,', () => {
  for (const [title, widths] of Object.entries(SHAPES)) {
    it(`has 92–98 % of ${NETS} simulated nets in its bands and their median right, within 4 standard errors: ${title}`, () => {
      const nets = ACTIVATIONS.map((activation) => {
        return { widths, activation, gain: GAINS[activation], batch: 4, nets: NETS, seed: 5 };
      });
      for (const checks of checkNets(nets)) expectBands(checks, NETS);
    });
  }

  it('agrees within 2 % with the gradient of 80 PyTorch nets, 1.823e-2 with a spread of 1.5 % (tanh, 40 layers of 128, batch 256)', () => {
    const input = random(1).normal(new Float32Array(256 * 128));
    const widths = Array<number>(41).fill(128);
    const [, { gradient }] = predict({ widths, activation: 'tanh', init: orthogonal(), input });
    expect(gradient.median).to.be.closeTo(1.823e-2, 0.02 * 1.823e-2);
    expect(Math.log(gradient.high / gradient.low) / (2 * 1.96)).to.be.closeTo(0.015, 0.003);
    expect(1.823e-2).to.be.within(gradient.low, gradient.high);
  });

  it('gives |z|²/|x|² the variance of its Beta distribution if a linear layer narrows', () => {
    for (const [inputs, outputs] of [
      [16, 8],
      [128, 100],
      [200, 20],
    ]) {
      const input = random(2).normal(new Float32Array(inputs));
      const { low, high } = predict({ widths: [inputs, outputs], activation: 'linear', init: orthogonal(), input })[1]
        .preActivation;
      const variance = (2 * (inputs - outputs)) / (outputs * (inputs + 2));
      // The variance of the logarithm differs from it at second order.
      expect(Math.log(high / low) / (2 * 1.96)).to.be.closeTo(Math.sqrt(variance), (0.1 + variance) * variance ** 0.5);
    }
  });

  it('keeps forward norms exact if linear layers widen, and gradient norms exact if they narrow', () => {
    const input = random(3).normal(new Float32Array(4 * 16));
    const wide = predict({ widths: [16, 32, 64], activation: 'linear', init: orthogonal(), input });
    for (const { preActivation } of wide.slice(1)) expect(preActivation.high / preActivation.low).to.be.below(1.002);
    const narrow = predict({ widths: [64, 32, 16], activation: 'linear', init: orthogonal(), batch: 4 });
    for (const { gradient } of narrow)
      expect(gradient.high / gradient.low).to.be.closeTo(narrow[2].gradient.high / narrow[2].gradient.low, 1e-3);
  });

  it('is tested with matrices whose rows or columns are orthonormal and whose elements have mean 0', () => {
    for (const [outputs, inputs] of [
      [7, 7],
      [9, 5],
      [5, 9],
    ]) {
      const w = drawMatrix(outputs, inputs, random(4));
      const [least, most] = [Math.min(outputs, inputs), Math.max(outputs, inputs)];
      const at = (i: number, k: number): number => (outputs <= inputs ? w[i][k] : w[k][i]);
      for (let i = 0; i < least; i++) {
        for (let j = 0; j < least; j++) {
          let dot = 0;
          for (let k = 0; k < most; k++) dot += at(i, k) * at(j, k);
          expect(dot).to.be.closeTo(Number(i === j), 1e-12);
        }
      }
    }
    const stream = random(6);
    const firsts = Array.from({ length: 4000 }, () => drawMatrix(3, 3, stream)[2][2]);
    // Without the signs of R, the mean of this element would not be 0. An element has variance ⅓.
    expect(firsts.reduce((sum, x) => sum + x, 0) / 4000).to.be.closeTo(0, 4 / Math.sqrt(3 * 4000));
  });
});
