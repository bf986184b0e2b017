import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Dataset, initWeights, random, train, useBackend } from 'initlab';

const STEPS = 2000;

/** Reports that are left out: the snapshots of the weights and the optimizer's state come first. */
const FIRST_STEP = 100;

/** Builds a network with dropout and running statistics. */
function network(): LayersModel {
  const model = sequential({
    layers: [
      layers.dense({ units: 8, activation: 'relu', inputShape: [6] }),
      layers.batchNormalization(),
      layers.dropout({ rate: 0.2 }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  initWeights(model);
  return model;
}

function noise(): Dataset {
  const stream = random(0);
  return {
    x: { shape: [64, 6], data: stream.normal(new Float32Array(64 * 6)) },
    y: { shape: [64], data: Uint8Array.from({ length: 64 }, (_, i) => i % 2) },
  };
}

describe('a monitor over 2,000 steps', () => {
  before(() => useBackend('wasm'));

  it('keeps the number and the bytes of tensors, and the memory of the backend, as they were', async () => {
    const before = tf.memory();
    const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const seen: { step: number; numTensors: number; numBytes: number; heap: number }[] = [];
    const note = ({ step }: { step: number }): void => {
      const { numTensors, numBytes } = tf.memory();
      seen.push({ step, numTensors, numBytes, heap: wasm.HEAPU8.length });
    };
    const model = network();
    const monitor = { every: 20, show: false, onReport: note };
    const { monitor: watched } = await train(model, noise(), { steps: STEPS, batchSize: 8, progress: false, monitor });
    model.dispose();
    expect(watched?.reports.length).to.be.at.least(STEPS / monitor.every);
    const later = seen.filter(({ step }) => step >= FIRST_STEP && step < STEPS);
    for (const quantity of ['numTensors', 'numBytes', 'heap'] as const) {
      expect([...new Set(later.map((moment) => moment[quantity]))], quantity).to.have.lengthOf(1);
    }
    expect(tf.memory().numTensors).to.equal(before.numTensors);
    expect(tf.memory().numBytes).to.equal(before.numBytes);
  });
});
