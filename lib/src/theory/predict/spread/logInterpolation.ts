/** Largest distance of two nodes, in the logarithm. */
const STEP = 0.2;

/**
 * Evaluates f at many positive numbers by cubic interpolation of ln f over the logarithm, or only
 * once if all numbers are equal. `zero` is f(0).
 */
export function interpolateLog(values: Float64Array, zero: number, f: (x: number) => number): Float64Array {
  let [low, high] = [Infinity, 0];
  for (const x of values) {
    if (x > 0 && x < low) low = x;
    if (x > high) high = x;
  }
  if (high === 0) return values.map(() => zero);
  low = Math.max(low, high * 1e-9);
  if (high - low <= 1e-12 * high) {
    const only = f(high);
    return values.map((x) => (x > 0 ? only : zero));
  }
  const count = Math.max(4, Math.ceil(Math.log(high / low) / STEP) + 1);
  const step = Math.log(high / low) / (count - 1);
  const nodes = Array.from({ length: count }, (_, i) => Math.log(Math.max(1e-300, f(low * Math.exp(i * step)))));
  return values.map((x) => (x > 0 ? Math.exp(cubic(nodes, Math.max(0, Math.log(x / low) / step))) : zero));
}

/** Evaluates Lagrange's cubic through the four nodes around a place, counted in steps. */
function cubic(nodes: readonly number[], at: number): number {
  const first = Math.max(0, Math.min(nodes.length - 4, Math.floor(at) - 1));
  const t = at - first;
  const [a, b, c, d] = nodes.slice(first, first + 4);
  return (
    (-a * (t - 1) * (t - 2) * (t - 3)) / 6 +
    (b * t * (t - 2) * (t - 3)) / 2 -
    (c * t * (t - 1) * (t - 3)) / 2 +
    (d * t * (t - 1) * (t - 2)) / 6
  );
}
