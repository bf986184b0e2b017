import { finite, oneOf } from '../foundation/argument.js';

/** The nonlinearities in PyTorch's table. */
export type TorchNonlinearity =
  | 'linear'
  | 'conv1d'
  | 'conv2d'
  | 'conv3d'
  | 'conv_transpose1d'
  | 'conv_transpose2d'
  | 'conv_transpose3d'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leaky_relu'
  | 'selu';

const GAINS: Record<TorchNonlinearity, number> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  leaky_relu: Math.sqrt(2 / (1 + 0.01 ** 2)),
  selu: 3 / 4,
};

/**
 * Returns exactly the gains that PyTorch's `torch.nn.init.calculate_gain` recommends: 1 for linear
 * layers, convolutions and sigmoid, 5/3 for tanh, √2 for relu, √(2/(1 + param²)) for leaky_relu
 * (param .01 by default), 3/4 for selu. Only the gains of linear, relu and leaky_relu preserve the
 * second moment at every scale; the others are PyTorch's choice.
 *
 * @param name - PyTorch's name of the nonlinearity.
 * @param param - the negative slope of `leaky_relu`. The others ignore it, as in PyTorch.
 * @throws RangeError for a name that is not in the table, or a param that is not finite.
 * @example
 * ```ts
 * import { torchGain } from 'initlab';
 * torchGain('tanh');             // 1.6666666666666667
 * torchGain('leaky_relu', 10);   // 0.14071950894605836
 * ```
 */
export function torchGain(name: TorchNonlinearity, param?: number): number {
  oneOf(name, Object.keys(GAINS) as TorchNonlinearity[], 'nonlinearity');
  if (param !== undefined) finite(param, 'param');
  return name === 'leaky_relu' && param !== undefined ? Math.sqrt(2 / (1 + param ** 2)) : GAINS[name];
}
