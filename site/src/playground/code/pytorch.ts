import type { Settings } from '../settings.js';
import { GAINS, number } from './gains.js';

const ACTIVATIONS: Record<Settings['activation'], string> = {
  relu: 'nn.ReLU()',
  leakyRelu: 'nn.LeakyReLU(0.01)',
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  gelu: 'nn.GELU()',
  silu: 'nn.SiLU()',
  elu: 'nn.ELU()',
  selu: 'nn.SELU()',
  linear: 'nn.Identity()',
};

const NORMALIZATIONS: Record<Exclude<Settings['normalization'], 'none'>, string> = {
  layerNorm: 'LayerNorm',
  rmsNorm: 'RMSNorm',
  batchNorm: 'BatchNorm1d',
};

/** Writes the net of the page, and its initialization, for PyTorch. */
export function writePytorch(settings: Settings): string {
  const { depth, width, activation, normalization, residual, bias } = settings;
  const parts = [
    `nn.Linear(${width}, ${width}${bias > 0 ? '' : ', bias=False'})`,
    ...(normalization === 'none' ? [] : [`nn.${NORMALIZATIONS[normalization]}(${width})`]),
    ACTIVATIONS[activation],
  ];
  const block = `nn.Sequential(${parts.join(', ')})`;
  const head = `import torch
from torch import nn

`;
  const body =
    residual === 'yes'
      ? `class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch = ${block}

    def forward(self, x):
        return x + self.branch(x)


model = nn.Sequential(*[Residual() for _ in range(${depth})])
`
      : `model = nn.Sequential(*[${block} for _ in range(${depth})])
`;
  return `${head}${body}for module in model.modules():
    if isinstance(module, nn.Linear):
        ${initialize(settings)}
${bias > 0 ? `        nn.init.normal_(module.bias, std=${number(bias)})\n` : ''}`;
}

/** Writes the call that initializes the weights of a layer. */
function initialize({ init, scale }: Settings): string {
  const gain = scale === 1 ? '' : `, gain=${number(scale)}`;
  switch (init) {
    case 'xavierUniform':
      return `nn.init.xavier_uniform_(module.weight${gain})`;
    case 'orthogonal':
      return `nn.init.orthogonal_(module.weight${gain})`;
    default: {
      if (scale !== 1)
        return `nn.init.normal_(module.weight, std=${number(GAINS[init] * scale)} / module.in_features ** 0.5)`;
      const nonlinearity = init === 'heNormal' ? 'relu' : 'linear';
      return `nn.init.kaiming_normal_(module.weight, nonlinearity='${nonlinearity}')`;
    }
  }
}
