import { expect } from 'chai';
import { decisionBoundary } from 'initlab/plot';
import { expectSnapshot } from '../../support/snapshot.js';

const grid = {
  x: [0, 1, 2],
  y: [0, 1],
  probability: [
    [0, 0.4, 0.9],
    [0.1, 0.5123456, 1],
  ],
};
const points = { x: { data: Float32Array.of(0, 0, 2, 1, 0.1, 1) }, y: { data: Uint8Array.of(0, 1, 0) } };

describe('decisionBoundary', () => {
  it('draws the probability, and the points of each class in a style of its own', () => {
    const { data } = decisionBoundary(grid, points);
    expect(data[0]).to.deep.include({
      x: [0, 1, 2],
      y: [0, 1],
      z: [
        [0, 0.4, 0.9],
        [0.1, 0.5123, 1],
      ],
    });
    expect(data[1]).to.deep.include({ name: 'class 0', x: [0, 0.1], y: [0, 1] });
    expect(data[2]).to.deep.include({ name: 'class 1', x: [2], y: [1] });
    const symbols = data.slice(1).map(({ marker }) => (marker as { symbol: string }).symbol);
    expect(new Set(symbols).size).to.equal(2);
  });

  it('draws a line where the probability is one half', () => {
    expect(decisionBoundary(grid, points).data[0].contours).to.deep.include({ start: 0.5, end: 0.5 });
  });

  it('equals its snapshot', () => {
    expectSnapshot('decisionBoundary', decisionBoundary(grid, points));
  });
});
