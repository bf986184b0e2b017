import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { writePytorch } from '../../../site/src/playground/code/pytorch.js';
import { CHOICES, INITIAL, type Settings } from '../../../site/src/playground/settings.js';

const PYTHON = '/usr/bin/python3';

/**
 * Runs programs, whose model then maps a batch of normals. Prints the shape of each result and how
 * many weights of linear layers it has.
 */
const RUN = `
import json, sys
import torch
from torch import nn
for program in json.load(sys.stdin):
    names = {}
    exec(program, names)
    model = names['model']
    output = model(torch.randn(16, 128))
    layers = sum(isinstance(module, nn.Linear) for module in model.modules())
    print(*output.shape, layers, bool(torch.isfinite(output).all()))
`;

describe('the playground as code of PyTorch', function () {
  this.timeout(120_000);

  it('runs for every choice, with as many layers as the net of the page', () => {
    const keys = Object.keys(CHOICES) as (keyof typeof CHOICES)[];
    const variants = keys.flatMap((key) =>
      Object.keys(CHOICES[key].names)
        // PyTorch has it since 2.4; Debian 12 has 1.13.
        .filter((name) => name !== 'rmsNorm')
        .map((name) => ({ ...INITIAL, depth: 3, [key]: name }) as Settings),
    );
    variants.push({ ...INITIAL, depth: 3, bias: 0.1, scale: 2, residual: 'yes', normalization: 'batchNorm' });
    const input = JSON.stringify(variants.map(writePytorch));
    const lines = execFileSync(PYTHON, ['-c', RUN], { input, encoding: 'utf8' }).trim().split('\n');
    expect(lines).to.deep.equal(variants.map(() => '16 128 3 True'));
  });
});
