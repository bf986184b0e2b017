import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, initWeights, normal, random, truncatedNormal, useBackend, xavierUniform } from 'initlab';
import type { RepairStep } from '../../../../../lib/src/diagnose/repairs/repair.js';
import { writeRepair } from '../../../../../lib/src/diagnose/repairs/writeRepair.js';
import { described, STEPS } from './steps.js';

const draw = (init: Parameters<typeof described>[0]): RepairStep => ({
  type: 'initWeights',
  seed: 0,
  layers: [{ name: 'fc', weights: { kernel: described(init) } }],
});

describe('repairs in Python', () => {
  it('draw weights in PyTorch by its own functions, with the paths of its modules', () => {
    expect(writeRepair([STEPS.initWeights], 'pytorch')).to.equal(`import torch
from torch import nn
with torch.no_grad():
    for layer in (model.blocks[0].fc, model.blocks[1].fc,):
        nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')
        nn.init.zeros_(layer.bias)
    nn.init.kaiming_normal_(model.head.weight, nonlinearity='linear')
    model.head.weight.mul_(3)
    nn.init.kaiming_uniform_(model.up.weight, mode='fan_out', nonlinearity='relu')
    nn.init.kaiming_normal_(model.memory.weight_ih_l0, nonlinearity='linear')
    nn.init.orthogonal_(model.memory.weight_hh_l0)
    nn.init.zeros_(model.memory.bias_ih_l0)`);
  });

  it('draw weights in Keras by its initializers', () => {
    const code = writeRepair([draw(xavierUniform())], 'keras');
    expect(code).to.equal(`import keras
model.get_layer('fc').kernel.assign(keras.initializers.VarianceScaling(1, 'fan_avg', 'uniform')(model.get_layer('fc').kernel.shape))`);
  });

  it('say in a comment what the other library has no initializer for', () => {
    const code = writeRepair([draw(truncatedNormal({ std: 0.5 }))], 'pytorch');
    expect(code).to.equal("# Draw model.fc.weight by initlab's truncatedNormal({ std: 0.5 }).");
  });

  for (const language of ['pytorch', 'keras'] as const) {
    for (const step of Object.values(STEPS)) {
      it(`are written for ${language} without anything of TypeScript: ${step.type}`, () => {
        const code = writeRepair([step], language);
        expect(code).to.not.match(/\b(const|tf|tfl|await)\b|=>|;$|^\s*\/\/ |undefined/m);
        expect(code).to.not.equal(writeRepair([step]));
      });
    }
  }

  it('are what diagnose gives with the option language, on a page as in text', async () => {
    await useBackend('wasm');
    const hidden = (i: number): tfl.layers.Layer =>
      tfl.layers.dense({ units: 32, activation: 'relu', name: `fc${i}`, ...(i === 0 && { inputShape: [8] }) });
    const output = tfl.layers.dense({ units: 1, name: 'output' });
    const model = tfl.sequential({ layers: [...[...Array(10).keys()].map(hidden), output] });
    initWeights(model, { rule: () => normal({ std: 0.01 }) });
    const data = { x: random(1).normal(new Float32Array(64 * 8)), y: random(2).normal(new Float32Array(64)) };
    const diagnosis = diagnose(model, data, { language: 'pytorch' });
    expect(diagnosis.findings[0].repair.code).to.contain("nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')");
    const show = (diagnosis as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')];
    expect(show()['text/markdown']).to.contain('```python\nimport torch');
    expect(() => diagnose(model, data, { language: 'jax' as 'keras' })).to.throw(/language is "jax"/);
    model.dispose();
  });
});
