import { gain } from '../../activation/gain.js';
import type { LayerActivation } from '../../network/layerActivation.js';

/** σ_w² = fanIn·Var(w): the range that keeps a signal, and what to take in it. */
export interface AllowedVariance {
  low: number;
  high: number;
  target: number;
}

/** Activations that are a line through 0 at small signals and bend towards a bound: critical at slope 1, q kept at gain²(1). */
function isOddSaturating({ activation: phi }: LayerActivation): boolean {
  return phi?.range !== undefined && Math.abs(phi.f(0)) < 1e-9 && phi.df(0) > 0 && phi.f(-1) < 0;
}

/**
 * What theory asks of a layer that this activation follows. ReLU and its leaky kin keep E z² at one value alone, 1/E φ²; tanh and its like at slope 1, where
 * gradients keep too, up to the gain at q = 1; sigmoid with centred outputs at slope 1, which is 16; what less does is for its gradients to tell.
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

/** What He's variance is commonly used with, though it is not quite theirs. */
function isSmooth(name: string): boolean {
  return ['gelu', 'geluNew', 'gelu_new', 'silu', 'swish', 'mish', 'elu'].includes(name);
}
