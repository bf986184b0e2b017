import { expect } from 'chai';
import { band, bars, histogram, line, markers } from 'initlab/plot';

const colorOf = (trace: Record<string, unknown>) => (trace.marker as { color: string }).color;

describe('traces', () => {
  it('give a scheme the same colour in points and lines', () => {
    const drawn = line('theory', [1], [1], 'he').line as { color: string };
    expect(colorOf(markers('measured', [1], [1], 'he'))).to.equal(drawn.color);
  });

  it('give different colours and symbols to different schemes, and to different positions', () => {
    const looks = [0, 1, 2, 3, 4, 5].map((place) => JSON.stringify(markers('a', [1], [1], place).marker));
    expect(new Set(looks).size).to.equal(6);
    expect(colorOf(markers('a', [1], [1], 6))).to.equal(colorOf(markers('a', [1], [1], 0)));
  });

  it('give variants a style that no scheme and no other variant has, with or without colour', () => {
    const names = ['variant1', 'variant2', 'variant3', 'variant4'];
    const all = [...names, 'xavier', 'he', 'lecun', 'orthogonal', 'small', 'large'];
    expect(new Set(all.map((name) => colorOf(markers('a', [1], [1], name)))).size).to.equal(10);
    const symbols = all.map((name) => (markers('a', [1], [1], name).marker as { symbol: string }).symbol);
    expect(new Set(symbols).size).to.equal(10);
    const dashes = names.map((name) => (line('a', [1], [1], name).line as { dash: string }).dash);
    expect(new Set(dashes).size).to.equal(4);
  });

  it('are grey without a scheme', () => {
    expect(colorOf(markers('a', [1], [1]))).to.equal('#767676');
  });

  it('list the allowed schemes if one is unknown', () => {
    expect(() => markers('a', [1], [1], 'kaiming')).to.throw(
      RangeError,
      /scheme is 'kaiming'; it must be xavier, he, lecun/,
    );
    expect(() => markers('a', [1], [1], 'toString')).to.throw(RangeError, /scheme is 'toString'/);
  });

  it('shade from low to high, with one entry in the legend', () => {
    const [low, high] = band('band', [1, 2], [0, 1], [2, 3]);
    expect([low.y, high.y]).to.deep.equal([
      [0, 1],
      [2, 3],
    ]);
    expect(high).to.include({ fill: 'tonexty', name: 'band' });
    expect(low).to.include({ showlegend: false });
  });

  it('draw a histogram as bars of its density', () => {
    expect(bars('measured', histogram([0, 1, 1, 2], { bins: 2 }))).to.deep.include({
      x: [0.5, 1.5],
      y: [0.25, 0.75],
      width: 1,
    });
  });
});
