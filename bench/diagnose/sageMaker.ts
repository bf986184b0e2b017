import { type ModelTrace, trace } from 'initlab';
import type { Case } from '../../test/diagnose/networks.js';

/**
 * The built-in rules of Amazon SageMaker Debugger with the thresholds of their documentation, applied to the state before training: DeadRelu (more
 * than 50 % of the units of a layer active for at most 1 % of the samples), VanishingGradient (mean |gradient| below 1e-7), ExplodingTensor (NaN or infinite), PoorWeightInitialization
 * (variances of the weights of two layers a factor of 10 apart), SaturatedActivation (tanh inputs beyond ±9.4999 for half of the units).
 *
 * @returns the rules that fire.
 */
export function absoluteRules({ model, x, y, loss }: Case): string[] {
  const traced = trace(model, x, y, { loss });
  const rules: Record<string, (of: ModelTrace) => boolean> = {
    DeadRelu: ({ layers }) => layers.some((one) => one.activationFunction === 'relu' && (one.deadFraction ?? 0) > 0.5),
    VanishingGradient: ({ layers }) => weightGradients(layers).some((size) => size < 1e-7),
    ExplodingTensor: ({ nonFinite }) => nonFinite !== undefined,
    PoorWeightInitialization: ({ layers }) => varianceRatio(layers) > 10,
    SaturatedActivation: ({ layers }) =>
      layers.some(({ activationFunction, preActivation }) => {
        if (activationFunction !== 'tanh' || preActivation === undefined) return false;
        const { p25, p75 } = preActivation.quantiles;
        return p25 < -9.4999 && p75 > 9.4999;
      }),
  };
  return Object.keys(rules).filter((name) => rules[name](traced));
}

/** Root mean squares of the gradients of the weights, a little above their mean sizes. */
function weightGradients(layers: ModelTrace['layers']): number[] {
  return layers.flatMap(({ weights }) =>
    weights.flatMap(({ lossGradientSecondMoment: g, matrix }) => (g === undefined || !matrix ? [] : [Math.sqrt(g)])),
  );
}

function varianceRatio(layers: ModelTrace['layers']): number {
  const variances = layers.flatMap(({ weights }) =>
    weights.filter(({ matrix }) => matrix).map(({ variance }) => variance),
  );
  return variances.length === 0 ? 1 : Math.max(...variances) / Math.min(...variances);
}
