import { gain } from '../../activation/gain.js';
import type { LayerActivation } from '../../network/layerKinds/activations.js';

/** The range of σ_w² = fanIn·Var(w) that keeps a signal, and the value to choose in it. */
export interface AllowedVariance {
  low: number;
  high: number;
  target: number;
}

/**
 * Whether an activation, like tanh, is linear through 0 for small signals and bends towards a
 * bound.
 */
function isOddSaturating({ activation: phi }: LayerActivation): boolean {
  return phi?.range !== undefined && Math.abs(phi.f(0)) < 1e-9 && phi.df(0) > 0 && phi.f(-1) < 0;
}

/**
 * Computes the variances that theory allows for a layer before this activation.
 *
 * With ReLU and leaky ReLU, only the value 1/E φ² keeps E z². With tanh and similar activations, a
 * whole range keeps it: from the variance at which the slope at 0 is 1, which keeps gradients as
 * well, up to the squared gain at q = 1. A sigmoid with centred outputs has slope 1 at 16. Smaller
 * variances are allowed here, because gradients show their effect.
 */
export function allowedVariance(after: LayerActivation): AllowedVariance {
  const phi = after.activation;
  if (phi === undefined || phi.name === 'linear') return { low: 1, high: 1, target: 1 };
  if (isOddSaturating(after)) {
    const critical = 1 / phi.df(0) ** 2;
    return { low: critical, high: Math.max(critical, gain(phi, { q: 1 }) ** 2 * 1.1), target: critical };
  }
  const kept = gain(phi, { q: 1 }) ** 2;
  if (phi.range !== undefined && phi.f(0) !== 0) return { low: 0, high: 16, target: 16 };
  return { low: Math.min(kept, isSmooth(phi.name) ? 2 : kept), high: kept, target: kept };
}

/**
 * Whether He's variance is commonly used before an activation although the activation's own gain is
 * slightly different.
 */
function isSmooth(name: string): boolean {
  return ['gelu', 'geluNew', 'gelu_new', 'silu', 'swish', 'mish', 'elu'].includes(name);
}
