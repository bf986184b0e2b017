import { expect } from 'chai';
import { varianceByLayer } from 'initlab/plot';
import { expectSnapshot } from '../../support/snapshot.js';

const band = { low: [1, 1, 1], high: [1, 3, 6] };

describe('varianceByLayer', () => {
  it('draws the band first, then the theory, then the measured values', () => {
    const { data } = varianceByLayer([{ name: 'he', values: [1, 2.1, 3.9], theory: [1, 2, 4], band }]);
    expect(data.map(({ name }) => name)).to.deep.equal([
      'he, band, from',
      'he, band',
      'he, theory',
      'he',
      'line: theory',
      'shade: 95 % of networks',
    ]);
    expect(data[3]).to.deep.include({ x: [0, 1, 2], y: [1, 2.1, 3.9], mode: 'markers' });
  });

  it('gives a scheme the same colour at any position in the list', () => {
    const colorOf = (figure: { data: Record<string, unknown>[] }, i: number) =>
      (figure.data[i].marker as { color: string }).color;
    const he = { name: 'a', values: [1], scheme: 'he' };
    const xavier = { name: 'b', values: [1], scheme: 'xavier' };
    expect(colorOf(varianceByLayer([he, xavier]), 0)).to.equal(colorOf(varianceByLayer([xavier, he]), 1));
    expect(colorOf(varianceByLayer([he]), 0)).to.not.equal(colorOf(varianceByLayer([xavier]), 0));
  });

  const plain = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `${i}`, values: [1], theory: [1] }));
  const symbolOf = ({ marker }: Record<string, unknown>) => (marker as { symbol: string } | undefined)?.symbol;
  const dashOf = ({ line }: Record<string, unknown>) => (line as { dash: string } | undefined)?.dash;

  it('distinguishes four series without colour by marker and dash, and ten by their markers', () => {
    const looks = (count: number, look: typeof symbolOf) =>
      new Set(
        varianceByLayer(plain(count))
          .data.slice(0, 2 * count)
          .flatMap((trace) => look(trace) ?? []),
      );
    expect([looks(4, symbolOf).size, looks(4, dashOf).size, looks(10, symbolOf).size]).to.deep.equal([4, 4, 10]);
  });

  it('gives a series the style of a scheme only if it names the scheme', () => {
    const schemes = ['xavier', 'he', 'lecun', 'orthogonal', 'small', 'large'];
    const named = schemes.map((scheme) => varianceByLayer([{ name: scheme, scheme, values: [1] }]).data[0]);
    const looks = varianceByLayer(plain(4)).data.map(symbolOf);
    for (const trace of named) expect(looks).to.not.include(symbolOf(trace));
  });

  it('leaves out markers where so many would hide the line, but keeps all values', () => {
    const [trace] = varianceByLayer([{ name: 'deep', values: new Array(101).fill(1) }]).data;
    expect((trace.marker as { maxdisplayed: number }).maxdisplayed).to.be.below(50);
    expect(trace.y).to.have.length(101);
  });

  it('says at which layer a series overflows or vanishes', () => {
    const { data, layout } = varianceByLayer([
      { name: 'large', values: [1, 1e30, Number.POSITIVE_INFINITY, Number.NaN] },
      { name: 'small', values: [1, 1e-30, 0, 0] },
    ]);
    expect(data[0].y).to.deep.equal([1, 1e30, null, null]);
    const texts = (layout.annotations as { text: string }[]).map(({ text }) => text);
    expect(texts).to.deep.equal(['Infinity from layer 2', '0 from layer 2']);
  });

  it('equals its snapshot', () => {
    expectSnapshot(
      'varianceByLayer',
      varianceByLayer([{ name: 'he', scheme: 'he', values: [1, 2.1, 3.9], theory: [1, 2, 4], band }]),
    );
  });
});
