import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { heNormal, normal, simulate, xavierUniform } from 'initlab';
import { runNotebook } from 'initlab-kernel';
import { writeInitlab } from '../../../site/src/playground/code/initlab.js';
import { writeKeras } from '../../../site/src/playground/code/keras.js';
import { writePytorch } from '../../../site/src/playground/code/pytorch.js';
import { CHOICES, INITIAL, type Settings } from '../../../site/src/playground/settings.js';
import { code as cell, lesson } from '../support/lessons.js';

const WITH_EVERYTHING: Settings = {
  ...INITIAL,
  depth: 3,
  width: 16,
  activation: 'tanh',
  init: 'heNormal',
  scale: 1.5,
  bias: 0.1,
  normalization: 'layerNorm',
  residual: 'yes',
  seed: 7,
};

describe('the playground as code', function () {
  this.timeout(120_000);

  /** Runs programs one after another in a kernel. Returns what each has printed. */
  async function run(programs: readonly string[]): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-playground-'));
    // The programs import the library as those of a project that has installed it.
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const path = join(folder, 'code.ipynb');
    const cells = programs.map((program) => cell(program));
    const { notebook: written } = lesson('code', ...cells);
    written.metadata = { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'initlab' } };
    writeFileSync(path, JSON.stringify(written));
    const { notebook, failure } = await runNotebook(path);
    rmSync(folder, { recursive: true });
    expect(failure, failure?.traceback.join('\n')).to.equal(undefined);
    return notebook.cells.map((ran) => {
      const [output] = ran.cell_type === 'code' ? ran.outputs : [];
      return output?.output_type === 'stream' ? output.text : '';
    });
  }

  it('is a program for initlab that measures the net of the page', async () => {
    const [plain, everything] = await run([writeInitlab(INITIAL), writeInitlab(WITH_EVERYTHING)]);
    const dense = { widths: Array<number>(31).fill(128), activation: 'relu', init: xavierUniform() } as const;
    const relu = await simulate({ ...dense, batch: 16, seed: 0 });
    expect(Number.parseFloat(plain)).to.equal(relu.layers.at(-1)?.activation.secondMoment);
    const init = heNormal({ gain: Math.SQRT2 * 1.5 });
    const branch = [
      { type: 'dense', units: 16, init, bias: normal({ std: 0.1 }) },
      { type: 'layerNorm' },
      { type: 'activation', activation: 'tanh' },
    ] as const;
    const { layers } = await simulate({
      inputShape: [16],
      layers: Array.from({ length: 3 }, () => ({ type: 'residual', branch }) as const),
      batch: 16,
      seed: 7,
    });
    expect(Number.parseFloat(everything)).to.equal(layers.at(-1)?.activation.secondMoment);
  });

  it('is a program for initlab with every choice', async () => {
    const programs = Object.entries(CHOICES).flatMap(([key, { names }]) =>
      Object.keys(names).map((name) => writeInitlab({ ...INITIAL, depth: 2, width: 8, [key]: name } as Settings)),
    );
    const printed = await run(programs);
    for (const [i, text] of printed.entries()) expect(text, programs[i]).to.match(/^[\d.e-]+ \{\s+secondMoment/);
  });

  it('is a program for PyTorch', () => {
    expect(writePytorch({ ...INITIAL, init: 'heNormal' })).to.equal(`import torch
from torch import nn

model = nn.Sequential(*[nn.Sequential(nn.Linear(128, 128, bias=False), nn.ReLU()) for _ in range(30)])
for module in model.modules():
    if isinstance(module, nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity='relu')
`);
    expect(writePytorch(WITH_EVERYTHING)).to.equal(`import torch
from torch import nn

class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch = nn.Sequential(nn.Linear(16, 16), nn.LayerNorm(16), nn.Tanh())

    def forward(self, x):
        return x + self.branch(x)


model = nn.Sequential(*[Residual() for _ in range(3)])
for module in model.modules():
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=2.1213 / module.in_features ** 0.5)
        nn.init.normal_(module.bias, std=0.1)
`);
  });

  it('is a program for Keras', () => {
    expect(
      writeKeras({ ...INITIAL, activation: 'leakyRelu', scale: 2 }),
    ).to.equal(`from keras import Input, Model, initializers, layers

inputs = x = Input((128,))
for _ in range(30):
    x = layers.Dense(
        128,
        kernel_initializer=initializers.VarianceScaling(scale=4, mode='fan_avg', distribution='uniform'),
        use_bias=False,
    )(x)
    x = layers.LeakyReLU(negative_slope=0.01)(x)
model = Model(inputs, x)
`);
    expect(writeKeras(WITH_EVERYTHING)).to.equal(`from keras import Input, Model, initializers, layers

inputs = x = Input((16,))
for _ in range(3):
    shortcut = x
    x = layers.Dense(
        16,
        kernel_initializer=initializers.VarianceScaling(scale=4.5, mode='fan_in'),
        bias_initializer=initializers.RandomNormal(stddev=0.1),
    )(x)
    x = layers.LayerNormalization()(x)
    x = layers.Activation('tanh')(x)
    x = layers.Add()([shortcut, x])
model = Model(inputs, x)
`);
  });
});
