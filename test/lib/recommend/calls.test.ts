import { expect } from 'chai';
import { activation, type RecommendOptions, recommend } from 'initlab';

/** Layers, and the calls of PyTorch, Keras and JAX for them. */
const cases: [string, RecommendOptions, [string, string, string]][] = [
  ['a ReLU layer', {}, ["nn.init.kaiming_normal_(w, nonlinearity='relu')", 'HeNormal()', 'he_normal()']],
  [
    'a leaky ReLU layer by its slope',
    { activation: activation('leakyRelu', { slope: 0.2 }) },
    [
      'nn.init.kaiming_normal_(w, a=0.2)',
      "VarianceScaling(scale=1.9231, mode='fan_in')",
      "variance_scaling(1.9231, 'fan_in', 'truncated_normal')",
    ],
  ],
  [
    'a SiLU layer by its own gain',
    { activation: 'silu' },
    [
      'nn.init.normal_(w, std=1.6765 / math.sqrt(w[0].numel()))',
      "VarianceScaling(scale=2.8108, mode='fan_in')",
      "variance_scaling(2.8108, 'fan_in', 'truncated_normal')",
    ],
  ],
  [
    'a transposed convolution, whose inputs Keras and PyTorch count as outputs',
    { layer: 'convTranspose', activation: 'elu' },
    [
      'nn.init.normal_(w, std=1.2452 / math.sqrt(w[:, 0].numel()))',
      "VarianceScaling(scale=1.5505, mode='fan_out')",
      "variance_scaling(1.5505, 'fan_in', 'truncated_normal')",
    ],
  ],
  [
    'a depthwise convolution, in whose fan Keras counts all channels',
    { layer: 'depthwise', activation: 'tanh' },
    [
      'nn.init.uniform_(w, -math.sqrt(3 / w[0].numel()), math.sqrt(3 / w[0].numel()))',
      "VarianceScaling(scale=channels, mode='fan_in', distribution='uniform')",
      "variance_scaling(1, 'fan_in', 'uniform')",
    ],
  ],
  [
    'an activation like tanh with another slope at 0',
    { activation: 'erf' },
    [
      'nn.init.xavier_uniform_(w, gain=0.88623)',
      "VarianceScaling(scale=0.7854, mode='fan_avg', distribution='uniform')",
      "variance_scaling(0.7854, 'fan_avg', 'uniform')",
    ],
  ],
  [
    'a deep ReLU net',
    { depth: 50 },
    ['nn.init.orthogonal_(w, gain=1.4142)', 'Orthogonal(gain=1.4142)', 'orthogonal(scale=1.4142)'],
  ],
  [
    'a deep tanh CNN',
    { depth: 50, layer: 'conv', activation: 'tanh' },
    ['nn.init.zeros_(w); nn.init.orthogonal_(w.data[:, :, 1, 1])', 'by hand', 'delta_orthogonal()'],
  ],
  [
    'the four gates of an LSTM',
    { layer: 'lstm' },
    ['[nn.init.orthogonal_(gate) for gate in w.data.chunk(4)]', 'Orthogonal()', 'orthogonal()'],
  ],
  ['a ReLU RNN', { layer: 'rnn', activation: 'relu' }, ['nn.init.eye_(w)', 'Identity()', 'by hand']],
  ['the end of a residual branch', { residual: 'last' }, ['nn.init.zeros_(w)', 'Zeros()', 'zeros']],
  [
    'attention',
    { layer: 'attention' },
    ['nn.init.normal_(w, std=0.02)', 'RandomNormal(stddev=0.02)', 'normal(stddev=0.02)'],
  ],
  [
    'an embedding of standard deviation 1',
    { layer: 'embedding', normalization: 'none' },
    ['nn.init.normal_(w)', 'RandomNormal(stddev=1)', 'normal(stddev=1)'],
  ],
];

// The slow test of the lessons' calls runs those of PyTorch.
describe('the calls of other libraries', () => {
  for (const [what, options, [pytorch, keras, jax]] of cases) {
    it(`initialize ${what}`, () => {
      expect(recommend(options).calls).to.deep.equal({ pytorch, keras, jax });
    });
  }
});
