import { expect } from 'chai';
import { pointsOf } from '../../../../../lib/src/cli/sweep/points/grid.js';
import { pointId } from '../../../../../lib/src/cli/sweep/points/point.js';
import { takeShard } from '../../../../../lib/src/cli/sweep/points/shard.js';

const points = (
  await pointsOf({ depth: [1, 2, 4, 8], width: [8, 16, 32, 64, 128], seed: [0, 1, 2, 3, 4, 5, 6, 7] })
).map((point) => ({ id: pointId(point), point }));

describe('takeShard', () => {
  for (const count of [1, 3, 4, 7])
    it(`deals every point to one of ${count} shards, which are equally large within one`, () => {
      const shards = Array.from({ length: count }, (_, i) => takeShard(points, { index: i + 1, count }));
      expect(shards.flat().map(({ id }) => id)).to.have.members(points.map(({ id }) => id));
      const sizes = shards.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
    });

  it('does not depend on the order of the points', () => {
    const shard = { index: 2, count: 4 };
    expect(takeShard(points.toReversed(), shard)).to.deep.equal(takeShard(points, shard));
  });

  it('spreads the slow values of an axis, even with as many shards as the axis has values', () => {
    // With the rule "every fourth point", one shard of four would have half of all seeds alone.
    const costs = Array.from({ length: 4 }, (_, i) =>
      takeShard(points, { index: i + 1, count: 4 }).reduce((sum, { point }) => sum + (point.depth as number), 0),
    );
    expect(Math.max(...costs) / Math.min(...costs)).to.be.below(1.4);
  });
});
