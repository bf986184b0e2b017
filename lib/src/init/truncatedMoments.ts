import { gaussKronrod } from '../activation/gaussKronrod.js';

/**
 * Computes the mean and standard deviation of N(0, 1) conditioned on [low, high], by quadrature
 * around the most probable point. The formulas with Φ would lose all their digits far in a tail and
 * on a narrow interval.
 */
export function truncatedMoments(low: number, high: number): { mean: number; std: number } {
  const mode = Math.min(Math.max(0, low), high);
  const weight = (x: number): number => Math.exp(((mode - x) * (mode + x)) / 2);
  // Beyond this distance, the weight is below e⁻³⁰.
  const reach = 12 / (1 + Math.abs(mode) / 3);
  const from = Math.max(low, mode - reach);
  const step = (Math.min(high, mode + reach) - from) / 32;
  const integral = (g: (x: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < 32; i++) {
      sum += gaussKronrod((x) => g(x) * weight(x), from + i * step, from + (i + 1) * step)[0];
    }
    return sum;
  };
  const mass = integral(() => 1);
  const mean = mode + integral((x) => x - mode) / mass;
  return { mean, std: Math.sqrt(integral((x) => (x - mean) ** 2) / mass) };
}
