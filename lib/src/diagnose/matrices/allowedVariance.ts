import { gain } from '../../activation/gain.js';
import type { LayerActivation } from '../../network/layerKinds/activations.js';

/** The range of σ_w² = fanIn·Var(w) that keeps a signal, and the value to choose in it. */
export interface AllowedVariance {
  low: number;
  high: number;
  target: number;
}

/**
 * Whether an activation is a line through 0 for small signals and bends towards a bound, as tanh
 * does.
 */
function isOddSaturating({ activation: phi }: LayerActivation): boolean {
  return phi?.range !== undefined && Math.abs(phi.f(0)) < 1e-9 && phi.df(0) > 0 && phi.f(-1) < 0;
}

/**
 * Computes what theory asks of a layer before this activation.
 *
 * ReLU and leaky ReLU keep E z² at one value only, 1/E φ². Tanh and similar activations keep it
 * from slope 1, where they keep gradients as well, up to the gain at q = 1. A sigmoid with centred
 * outputs has slope 1 at 16; what a smaller variance does shows in its gradients.
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
 * Whether He's variance is in common use before an activation although its own gain is somewhat
 * different.
 */
function isSmooth(name: string): boolean {
  return ['gelu', 'geluNew', 'gelu_new', 'silu', 'swish', 'mish', 'elu'].includes(name);
}
