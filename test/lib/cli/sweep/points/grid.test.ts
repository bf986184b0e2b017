import { expect } from 'chai';
import { pointsOf } from '../../../../../lib/src/cli/sweep/points/grid.js';
import { pointId, pointSeed } from '../../../../../lib/src/cli/sweep/points/point.js';
import { rejection } from '../../../../support/rejection.js';

describe('pointsOf', () => {
  it('combines the values of the axes, the last axis fastest', async () => {
    expect(await pointsOf({ a: [1, 2], b: new Float64Array([0.5, 1]) })).to.deep.equal([
      { a: 1, b: 0.5 },
      { a: 1, b: 1 },
      { a: 2, b: 0.5 },
      { a: 2, b: 1 },
    ]);
  });

  it('takes the points of a function, of a generator too', async () => {
    expect(await pointsOf(async () => [{ a: 1 }])).to.deep.equal([{ a: 1 }]);
    function* points() {
      for (const a of [1, 2]) yield { a, square: a * a };
    }
    expect(await pointsOf(points)).to.deep.equal([
      { a: 1, square: 1 },
      { a: 2, square: 4 },
    ]);
  });

  for (const [grid, message] of [
    [{ a: [] }, 'The grid has no points'],
    [{ a: [1, 1] }, 'The grid has the point {"a":1} twice, at places 0 and 1'],
    [
      () => [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      'twice, at places 0 and 1',
    ],
    [{ a: 3 }, 'The axis a of the grid is 3'],
    [[1], 'The file exports [1] as grid'],
    [() => 3, 'The function grid returned 3'],
    [() => [3], 'The function grid returned 3 as point 0'],
    [{ a: [() => 1] }, 'a[0] of the grid is a function'],
    [{ a: Array(2000).fill(1), b: Array(2000).fill(1) }, 'The grid has more than 1,000,000 points'],
  ] as const)
    it(`refuses a grid: ${message}`, async () => {
      const error = await rejection(pointsOf(grid));
      expect(error.name).to.equal('SweepError');
      expect(error.message).to.contain(message);
    });
});

describe('pointId', () => {
  it('depends on the values of the axes and not on their order', () => {
    expect(pointId({ a: 1, b: [2, { c: 3 }] })).to.equal(pointId({ b: [2, { c: 3 }], a: 1 }));
    expect(pointId({ a: 1 })).to.not.equal(pointId({ a: '1' }));
  });
});

describe('pointSeed', () => {
  it('is a safe integer that depends on the point and on the seed of the sweep', () => {
    const seeds = [0, 1].flatMap((sweep) => [{ a: 1 }, { a: 2 }].map((point) => pointSeed(pointId(point), sweep)));
    expect(new Set(seeds).size).to.equal(4);
    for (const seed of seeds) expect(Number.isSafeInteger(seed)).to.equal(true);
    // A known value: if it changed, the results of earlier sweeps could not be continued.
    expect(pointSeed(pointId({ depth: 4, width: 5, seed: 1 }), 0)).to.equal(84509899435141);
  });
});
