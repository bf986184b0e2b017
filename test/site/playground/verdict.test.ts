import { expect } from 'chai';
import { describeMeasurement } from '../../../site/client/playground/verdict.js';
import { INITIAL } from '../../../site/src/playground/settings.js';

/** Describes a net of four layers that change the signal and the gradient by these factors. */
function describeFactors({ signal = 1, gradient = 1, correlation = 0.5, dead = 0 }): string {
  const powers = (factor: number): number[] => Array.from({ length: 5 }, (_, layer) => factor ** layer);
  return describeMeasurement({
    kind: 'measured',
    settings: INITIAL,
    signal: powers(signal),
    gradient: powers(gradient).reverse(),
    correlation: Array<number>(5).fill(correlation),
    dead: [0, 0, 0, 0, dead],
  });
}

describe('what the playground says about a measurement', () => {
  it('is that signal and gradient keep their size', () => {
    expect(describeFactors({})).to.equal('The signal keeps its size. The gradient keeps its size.');
  });

  it('is that the signal vanishes, with the factor per layer and in all', () => {
    expect(describeFactors({ signal: 0.01 })).to.equal(
      'The signal vanishes: its second moment changes by a factor of 0.010 per layer, 10⁻⁸ in all. The gradient keeps its size.',
    );
  });

  it('is that the gradient explodes, counted from the last layer back to the first', () => {
    expect(describeFactors({ gradient: 10 })).to.equal(
      'The signal keeps its size. The gradient explodes: its second moment changes by a factor of 10 per layer, 10³ in all.',
    );
  });

  it('is that numbers are lost beyond the range of float32, or nothing is left', () => {
    expect(describeFactors({ signal: Number.POSITIVE_INFINITY })).to.include(
      'The signal explodes beyond what float32 can hold.',
    );
    expect(describeFactors({ signal: 0 })).to.include('The signal vanishes: nothing of it is left.');
  });

  it('has samples that look alike and dead units only if there are many', () => {
    expect(describeFactors({ correlation: 0.995, dead: 0.34 })).to.include(
      'All samples look alike to the last layer: their mean cosine is 0.995. ' +
        '34 % of the units of the last layer are dead: off for all 16 samples.',
    );
    expect(describeFactors({ correlation: 0.98, dead: 0.05 })).to.not.match(/alike|dead/);
  });
});
