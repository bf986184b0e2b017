import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { heNormal, normal, random, useBackend } from 'initlab';
import { readForeignModel } from '../../../../lib/src/model/imported/readForeignModel.js';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { rejection } from '../../../support/rejection.js';
import { inProcess } from '../../cli/inProcess.js';
import { npy } from '../../train/data/npy.js';
import { type KerasWeights, writeKeras } from '../files/kerasFile.js';
import { openMutations } from '../files/mutations.js';

const WIDTHS = [6, 32, 32, 32, 32, 32, 32];

/** The description that Keras 2 writes of a chain of dense layers. */
function config(): unknown {
  const input = {
    class_name: 'InputLayer',
    config: { batch_input_shape: [null, 6], dtype: 'float32', name: 'dense_input' },
  };
  const dense = (name: string, units: number, activation: string): unknown => ({
    class_name: 'Dense',
    config: {
      ...{ name, trainable: true, dtype: 'float32', units, activation, use_bias: true },
      kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
      bias_initializer: { class_name: 'Zeros', config: {} },
      ...{ kernel_regularizer: null, bias_regularizer: null, activity_regularizer: null },
      ...{ kernel_constraint: null, bias_constraint: null },
    },
  });
  const hidden = WIDTHS.slice(1).map((units, i) => dense(`fc${i + 1}`, units, 'relu'));
  return {
    class_name: 'Sequential',
    config: { name: 'sequential', layers: [input, ...hidden, dense('out', 3, 'softmax')] },
  };
}

function weights(init: ReturnType<typeof heNormal>): Record<string, KerasWeights> {
  const widths = [...WIDTHS, 3];
  return Object.fromEntries(
    widths.slice(1).map((units, i) => {
      const kernel = { shape: [widths[i], units], values: init(random(i + 1), [widths[i], units]) };
      const bias = { shape: [units], values: random(40 + i).normal(new Float32Array(units), 0, 0.1) };
      return [i === widths.length - 2 ? 'out' : `fc${i + 1}`, { kernel, bias }];
    }),
  );
}

async function fileWith(init = heNormal(), description: unknown = config()): Promise<string> {
  const path = join(temporaryFolder(), 'model.h5');
  await writeKeras(path, description, weights(init));
  return path;
}

describe('importKeras', () => {
  before(() => useBackend('wasm'));

  it('computes what the dense layers of the file compute', async () => {
    const { model } = await readForeignModel(await fileWith());
    const x = random(9).normal(new Float32Array(6));
    let values = Array.from(x);
    for (const { kernel, bias } of Object.values(weights(heNormal()))) {
      const units = kernel.shape[1];
      const isLast = units === 3;
      values = Array.from({ length: units }, (_, u) => {
        const sum = values.reduce((total, value, i) => total + value * kernel.values[i * units + u], bias.values[u]);
        return isLast ? sum : Math.max(0, sum);
      });
    }
    const exponentials = values.map(Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    const output = (model.predict(tensor(x, [1, 6])) as Tensor).dataSync();
    output.forEach((value, i) => {
      expect(value).to.be.closeTo(exponentials[i] / total, 1e-5);
    });
    model.dispose();
  });

  it('lets diagnose name the layer, and write the repair in Keras', async () => {
    const folder = temporaryFolder();
    const x = random(3).normal(new Float32Array(64 * 6));
    const labels = Int32Array.from({ length: 64 }, (_, i) => (x[6 * i] > 0.4 ? 2 : x[6 * i] > -0.4 ? 1 : 0));
    writeFileSync(join(folder, 'x.npy'), npy('<f4', '(64, 6)', x));
    writeFileSync(join(folder, 'y.npy'), npy('<i4', '(64,)', labels));
    const args = ['--data', join(folder, 'x.npy'), '--labels', join(folder, 'y.npy')];
    const { code, stdout } = await inProcess(['diagnose', await fileWith(normal({ std: 0.01 })), ...args]);
    expect(code).to.equal(1);
    expect(stdout).to.contain('vanishing forward, from fc1 on').and.to.contain('import keras');
    expect(stdout).to.contain("keras.initializers.VarianceScaling(2, 'fan_in', 'untruncated_normal')");
  });

  it('lists the weights with the fans of Keras', async () => {
    const { stdout, stderr } = await inProcess(['weights', await fileWith(), '--json']);
    expect(stderr).to.equal('');
    const { format, tensors } = JSON.parse(stdout);
    expect(format).to.equal('HDF5');
    expect(tensors.map(({ name }: { name: string }) => name).slice(0, 2)).to.have.members([
      'fc1/fc1/bias',
      'fc1/fc1/kernel',
    ]);
    const first = tensors.find(({ name }: { name: string }) => name === 'fc2/fc2/kernel');
    expect(first).to.include({ role: 'matrix', fanIn: 32, fanOut: 32, looksLike: 'He normal or He by fanOut normal' });
  });

  it('says what is missing in a file of weights alone, and what TensorFlow.js lacks', async () => {
    const alone = await fileWith(heNormal(), null);
    expect((await rejection(readForeignModel(alone))).message).to.match(
      /it has weights, but no description of the model/,
    );
    const unknown = {
      class_name: 'Sequential',
      config: { layers: [{ class_name: 'Mystery', config: { name: 'm' } }] },
    };
    const { name, message } = await rejection(readForeignModel(await fileWith(heNormal(), unknown)));
    expect(name).to.equal('FileFormatError');
    expect(message).to.match(/TensorFlow\.js cannot build this model \(Unknown layer: Mystery/);
  });

  it('refuses or reads a damaged file, and never fails otherwise', async () => {
    const bytes = readFileSync(await fileWith());
    const { refused, read } = await openMutations(bytes, 100, 7);
    expect(refused + read).to.equal(100);
    expect(refused).to.be.above(10);
  });
});
