import type { TracedLayer, TracedLoss, TracedNonFinite } from '../result.js';

/**
 * Finds the first NaN or Infinity: in the forward pass, then in the loss, then in the backward
 * pass.
 */
export function firstNonFinite(
  layers: readonly TracedLayer[],
  loss: TracedLoss | undefined,
): TracedNonFinite | undefined {
  for (const layer of layers) {
    const where = forward(layer);
    if (where !== undefined) return { layer: layer.name, where };
  }
  const [last] = layers.slice(-1);
  if (loss && !Number.isFinite(loss.value)) return { layer: last.name, where: 'loss' };
  const back = [...layers].reverse().find((layer) => !gradients(layer).every(Number.isFinite));
  return back && { layer: back.name, where: 'gradient' };
}

function forward({ inputs, weights, preActivation, activation }: TracedLayer): TracedNonFinite['where'] | undefined {
  const finite = (of?: { secondMoment: number }): boolean => of === undefined || Number.isFinite(of.secondMoment);
  if (!weights.every(finite)) return 'weights';
  if (!finite(preActivation)) return 'preActivation';
  if (finite(activation)) return undefined;
  return inputs.length === 0 ? 'input' : 'activation';
}

function gradients({
  gradient,
  activationGradient,
  lossGradient,
  activationLossGradient,
  weights,
}: TracedLayer): number[] {
  const signals = [activationGradient, gradient, activationLossGradient, lossGradient];
  return [
    ...signals.flatMap((of) => of?.secondMoment ?? []),
    ...weights.flatMap((of) => [of.gradientSecondMoment ?? 0, of.lossGradientSecondMoment ?? 0]),
  ];
}
