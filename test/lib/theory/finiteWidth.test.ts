import { expect } from 'chai';
import { finiteWidth } from 'initlab';

const square = (width: number, depth: number): number[] => Array<number>(depth).fill(width);

describe('finiteWidth', () => {
  it('has the asymptotic median and spread of Hanin & Rolnick 2018: .607 and 1.00, .287, .368', () => {
    const { beta, median, logStd } = finiteWidth(square(100, 20));
    expect(beta).to.be.closeTo(0.2, 1e-15);
    expect(median).to.be.closeTo(0.607, 0.0005);
    expect(logStd).to.be.closeTo(1, 1e-15);
    expect(finiteWidth(square(100, 50)).median).to.be.closeTo(0.287, 0.0005);
    expect(finiteWidth(square(50, 20)).median).to.be.closeTo(0.368, 0.0005);
  });

  it('has E (m_L/m_0)² = Π(1 + 5/n) over layers of any widths (Hanin 2018)', () => {
    expect(finiteWidth([10, 20, 5]).secondMoment).to.be.closeTo(1.5 * 1.25 * 2, 1e-15);
  });

  it('refuses an empty list and a width that is not a positive integer', () => {
    expect(() => finiteWidth([])).to.throw(RangeError, 'widths is []; it must list the units of at least one layer');
    expect(() => finiteWidth([10, 0])).to.throw(RangeError, 'widths[1] is 0');
    expect(() => finiteWidth(5 as never)).to.throw(RangeError, 'widths is 5');
  });
});
