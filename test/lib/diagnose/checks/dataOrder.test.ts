import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { classesOf, network, normalRows, output, said } from '../cases/support.js';

const rows = normalRows(1);
const targets = classesOf(rows, 4);
const labels = tf.argMax(targets, 1).dataSync();
const order = [...labels.keys()].sort((a, b) => labels[a] - labels[b]);

/** The rows in this order, with targets as rows with a single 1. */
function inOrder(chosen: readonly number[]) {
  const index = tf.tensor1d([...chosen], 'int32');
  return { x: tf.gather(rows.x, index), y: tf.gather(targets, index) };
}

const judge = (data: { x: tf.Tensor; y: tf.Tensor }): string[] =>
  said(diagnose(network(1, [16], output(4, 'softmax', 'output')), data));

describe('dataOrder', () => {
  before(() => useBackend('wasm'));

  it('reports sorted rows of which a whole class is missing at the end', () => {
    const withoutLast = order.filter((row) => labels[row] < 3);
    const [verdict, first] = judge(inOrder(withoutLast));
    expect([verdict, first]).to.deep.equal(['unhealthy', `fault dataOrder ${first.split(' ').at(-1)}`]);
    const { findings } = diagnose(network(1, [16], output(4, 'softmax')), inOrder(withoutLast));
    expect(findings[0].why).to.contain('class 3 does not occur');
  });

  it('notes rows that are sorted by class, as numbers or as rows with a single 1', () => {
    expect(judge(inOrder(order)).filter((line) => line.includes('dataOrder'))[0]).to.match(/^note/);
    const numbers = tf.tensor1d(
      order.map((row) => labels[row]),
      'int32',
    );
    const { x } = inOrder(order);
    expect(judge({ x, y: numbers }).filter((line) => line.includes('dataOrder'))[0]).to.match(/^note/);
  });

  it('notes sorted rows with a single 1 whatever the loss is, but not rows with several labels', () => {
    for (const loss of ['meanSquaredError', 'binaryCrossEntropy']) {
      const sorted = inOrder(order);
      const notes = (y: tf.Tensor): string[] =>
        said(diagnose(network(1, [16], output(4, 'sigmoid')), { x: sorted.x, y }, { loss })).filter((line) =>
          line.includes('dataOrder'),
        );
      expect(notes(sorted.y)[0], loss).to.match(/^note/);
      expect(notes(tf.maximum(sorted.y, tf.reverse(sorted.y, 1))), loss).to.deep.equal([]);
    }
  });

  it('says nothing of shuffled rows, nor of shuffled rows without one of the classes', () => {
    expect(judge({ x: rows.x, y: targets })).to.deep.equal(['healthy']);
    const shuffled = [...labels.keys()].filter((row) => labels[row] < 3);
    expect(judge(inOrder(shuffled)).filter((line) => line.includes('dataOrder'))).to.deep.equal([]);
  });
});
