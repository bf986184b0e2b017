import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, monitor, random, useBackend } from 'initlab';

const sinkName = Symbol.for('Jupyter.displayData');
const globals = globalThis as Record<symbol, unknown>;

interface Shown {
  data: Record<string, string>;
  id: string;
  isUpdate: boolean;
}

async function trainSmall(onReport?: () => unknown): Promise<void> {
  const x = tf.tensor2d(random(1).normal(new Float32Array(80)), [40, 2]);
  const y = tf.sum(x, 1, true);
  const hidden = tfl.layers.dense({ name: 'hidden', units: 4, activation: 'relu', inputShape: [2] });
  const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ name: 'output', units: 1 })] });
  initWeights(model, { seed: 3 });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'meanSquaredError' });
  const watch = monitor(model, { x, y }, { every: 1, ...(onReport && { onReport }) });
  await model.fit(x, y, { epochs: 2, batchSize: 10, callbacks: watch, verbose: 0 });
}

/** Text that `run` writes to standard error: a terminal of this width, or a file if undefined. */
async function written(columns: number | undefined, run: () => Promise<void>): Promise<string> {
  const { stderr } = process;
  const before = { write: stderr.write, isTTY: stderr.isTTY, columns: stderr.columns };
  let text = '';
  const write = (chunk: string): boolean => {
    text += chunk;
    return true;
  };
  Object.assign(stderr, { write, isTTY: columns !== undefined, columns });
  try {
    await run();
  } finally {
    Object.assign(stderr, before);
  }
  return text;
}

describe('the live view of a monitor', () => {
  before(() => useBackend('cpu'));

  it('is one figure and one table in a notebook, updated in place', async () => {
    const shown: Shown[] = [];
    globals[sinkName] = (
      { data, transient }: { data: Shown['data']; transient: { display_id: string } },
      isUpdate: boolean,
    ) => shown.push({ data, id: transient.display_id, isUpdate });
    try {
      await trainSmall(() => {
        // A drawing every second: the clock of the test is set forward at each report.
        skipped += 1100;
      });
    } finally {
      delete globals[sinkName];
      skipped = 0;
    }
    const ids = [...new Set(shown.map(({ id }) => id))];
    expect(ids).to.have.length(2);
    expect(shown.map(({ isUpdate }) => isUpdate)).to.deep.equal(shown.map((_, i) => i > 1));
    // Reports after 0 to 8 steps, and the end.
    expect(shown.filter(({ id }) => id === ids[0])).to.have.length(10);
    const [firstFigure, firstTable] = shown;
    const [lastFigure, lastTable] = shown.slice(-2);
    expect(firstFigure.data['application/vnd.plotly.v1+json']).to.be.an('object');
    expect(firstTable.data['text/plain']).to.match(/^step 0; loss \S+ \(blind guess \S+\)/);
    expect(lastTable.data['text/plain']).to.match(/^learned: loss /);
    expect(lastTable.data['text/plain']).to.contain('Layers after step 8:\nlayer ');
    expect(lastTable.data['text/html']).to.contain('<td style="text-align: left">hidden</td>');
    // The library that draws is in the last output as in the first, and in none between.
    const sizes = shown.filter(({ id }) => id === ids[0]).map(({ data }) => data['text/html'].length);
    expect(Math.max(...sizes.slice(1, -1))).to.be.below(20_000);
    expect(lastFigure.data['text/html'].length > 1e6).to.equal(sizes[0] > 1e6);
  });

  it('is one line in a terminal, rewritten and never wider than it, and then the diagnosis', async () => {
    const text = await written(60, () => trainSmall());
    const [line, ...diagnosis] = text.trimEnd().split('\n');
    const drawings = line.split('\r\x1b[2K').slice(1);
    expect(drawings[0]).to.match(/^monitor {2}step 0 {2}loss \S+ \(blind guess /);
    expect(drawings[drawings.length - 1]).to.match(/^monitor {2}step 8 /);
    expect(drawings.every((drawing) => drawing.length < 60)).to.equal(true);
    expect(diagnosis[0]).to.match(/^learned: loss /);
  });

  it('is nothing but the diagnosis elsewhere', async () => {
    const text = await written(undefined, () => trainSmall());
    expect(text.startsWith('learned: loss ')).to.equal(true);
    expect(text.split('\n').filter((line) => line.startsWith('monitor'))).to.deep.equal([]);
  });

  const { now } = performance;
  let skipped = 0;
  beforeEach(() => {
    performance.now = () => now.call(performance) + skipped;
  });
  afterEach(() => {
    performance.now = now;
  });
});
