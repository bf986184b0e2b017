import { expect } from 'chai';

import { random } from '../../../lib/src/random/random.js';
import { permutation, shuffledBatches } from '../../../lib/src/train/batches.js';

const numbers = { shape: [7], data: Int32Array.from({ length: 7 }, (_, i) => i) };

describe('shuffledBatches', () => {
  it('draws every example once before any comes again, in batches of equal size', () => {
    const next = shuffledBatches({ x: numbers, y: numbers }, 3, random(1));
    const batches = Array.from({ length: 7 }, next);
    expect(batches.map(({ x }) => x.data.length)).to.deep.equal(Array(7).fill(3));
    const all = batches.flatMap(({ x }) => [...x.data]);
    for (const round of [0, 1, 2]) {
      expect(all.slice(7 * round, 7 * round + 7).sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    }
    expect(all.slice(0, 7)).to.not.deep.equal(all.slice(7, 14));
  });

  it('keeps inputs and targets together', () => {
    const x = { shape: [7, 2], data: Float32Array.from({ length: 14 }, (_, i) => i) };
    const batch = shuffledBatches({ x, y: numbers }, 4, random(2))();
    expect(batch.x.shape).to.deep.equal([4, 2]);
    batch.y.data.forEach((label, i) => {
      expect([...batch.x.data.subarray(2 * i, 2 * i + 2)]).to.deep.equal([2 * label, 2 * label + 1]);
    });
  });
});

describe('permutation', () => {
  it('draws every order of three equally often: χ² of 6,000 draws is below its 99.9 % point', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = permutation(3, random(seed)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).to.equal(6);
    expect(chiSquare).to.be.below(20.52);
  });
});
