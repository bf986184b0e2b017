/**
 * Mean and variance of ln X for a gamma-distributed X of mean 1 and the given variance: ψ(k) − ln k and ψ′(k) with k = 1/variance. That
 * is exact for the mean square of normals, and near it for other means of positive numbers.
 */
export function gammaLog(variance: number): { mean: number; variance: number } {
  if (variance === 0) return { mean: 0, variance: 0 };
  let k = 1 / variance;
  let mean = -Math.log(k);
  let spread = 0;
  for (; k < 12; k++) {
    mean -= 1 / k;
    spread += 1 / (k * k);
  }
  const square = 1 / (k * k);
  mean += Math.log(k) - 1 / (2 * k) - square * (1 / 12 - square * (1 / 120 - square / 252));
  spread += 1 / k + square / 2 + (square / k) * (1 / 6 - square * (1 / 30 - square / 42));
  return { mean, variance: spread };
}
