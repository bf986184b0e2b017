import { expect } from 'chai';
import { contrast, ensureContrast, type Rgba } from '../../../../site/client/plots/color.js';

const black: Rgba = [0, 0, 0, 1];
const white: Rgba = [255, 255, 255, 1];

describe('colours of plots', () => {
  it('have the contrast ratio that WCAG defines', () => {
    expect(contrast(black, white)).to.be.closeTo(21, 1e-9);
    expect(contrast([118, 118, 118, 1], white)).to.be.closeTo(4.54, 0.01);
    expect(contrast(white, white)).to.equal(1);
  });

  it('stay unchanged if they stand out from the background', () => {
    const blue: Rgba = [0, 114, 178, 1];
    expect(ensureContrast(blue, white, black, 3)).to.deep.equal(blue);
  });

  it('are mixed with the text colour until they stand out, and keep their opacity', () => {
    const night: Rgba = [20, 24, 29, 1];
    const mixed = ensureContrast([0, 0, 60, 0.5], night, white, 3);
    expect(contrast(mixed, night)).to.be.within(3, 4.5);
    expect(mixed[2]).to.be.above(mixed[0]);
    expect(mixed[3]).to.equal(0.5);
  });
});
