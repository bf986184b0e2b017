import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, random, useBackend } from 'initlab';
import { network, normalRows, output, said } from './support.js';

describe('the diagnosis of missing numbers', () => {
  before(() => useBackend('wasm'));

  const make = (): tfl.LayersModel => network(1, [32], output(1, 'sigmoid'));
  const rows = normalRows(1, 1000);
  const [x, y] = [rows.x, rows.label].map((values) => Float32Array.from(values.dataSync()));
  const data = (change: (x: Float32Array, y: Float32Array) => void): { x: tf.Tensor; y: tf.Tensor } => {
    const [a, b] = [x.slice(), y.slice()];
    change(a, b);
    return { x: tf.tensor2d(a, [1000, 8]), y: tf.tensor2d(b, [1000, 1]) };
  };

  it('finds one in any row of x, and names its row and column', () => {
    for (const [row, column, value] of [
      [5, 3, Number.NaN],
      [999, 7, Number.POSITIVE_INFINITY],
      [512, 0, Number.NEGATIVE_INFINITY],
    ] as const) {
      const given = data((numbers) => {
        numbers[8 * row + column] = value;
      });
      const { verdict, findings } = diagnose(make(), given);
      expect(verdict).to.equal('unhealthy');
      expect(findings.map(({ kind }) => kind)).to.deep.equal(['nonFinite']);
      expect(findings[0].why).to.contain(`Row ${row} of x has ${value} in column ${column}`);
      expect(findings[0].repair.code).to.contain('tf.isFinite');
    }
  });

  it('finds one in y, for classes and for numbers, and counts the rows', () => {
    const given = data((_, labels) => {
      labels[77] = Number.NaN;
      labels[800] = Number.NaN;
    });
    for (const [model, loss] of [
      [make(), 'binaryCrossEntropy'],
      [network(2, [16], output(1, 'linear')), 'meanSquaredError'],
    ] as const) {
      const [found] = diagnose(model, given, { loss }).findings;
      expect(found).to.include({ kind: 'nonFinite', layer: 'output', observed: 2 });
      expect(found.why).to.contain('Row 77 of y has NaN in column 0').and.to.contain('2 rows');
    }
  });

  it('finds one in large inputs that are read in parts', () => {
    const pixels = random(3).normal(new Float32Array(3000 * 512));
    pixels[2900 * 512 + 17] = Number.NaN;
    const labels = Float32Array.from({ length: 3000 }, (_, i) => i % 2);
    const model = network(3, [8], output(1, 'sigmoid'));
    const wide = {
      x: { shape: [192000, 8], data: pixels },
      y: { shape: [192000, 1], data: new Float32Array(192000).map((_, i) => labels[i % 3000]) },
    };
    const [found] = diagnose(model, wide).findings;
    const row = Math.floor((2900 * 512 + 17) / 8);
    expect(found.why).to.contain(`Row ${row} of x has NaN in column 1`);
  });

  it('says nothing of data without them', () => {
    expect(
      said(
        diagnose(
          make(),
          data(() => undefined),
        ),
      ),
    ).to.deep.equal(['healthy']);
  });
});
