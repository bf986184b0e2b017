import type { Band } from '../theory/predict/predict.js';
import type { Evidence } from './evidence/evidence.js';

/** One call of a layer: its signal, and what theory expects of correctly scaled weights. */
export interface DiagnosedLayer {
  name: string;
  kind: string;
  /** E z² of the pre-activations, or of the output if the layer has none. */
  secondMoment: number;
  /** Absent if theory does not reach the layer. */
  expected?: Band;
  /** Second moment of ∂⟨v, output⟩/∂z. */
  gradient?: number;
  expectedGradient?: Band;
  deadFraction?: number;
  saturatedFraction?: number;
}

/** Lists the measured signal of every call beside the expected one. */
export function diagnosedLayers({ trace, expectation }: Evidence): DiagnosedLayer[] {
  const { right } = expectation();
  return trace.layers.map((layer, i) => {
    const { preActivation: expected, gradient: expectedGradient } = right[i] ?? {};
    const { deadFraction, saturatedFraction, gradient } = layer;
    return {
      name: layer.name,
      kind: layer.kind,
      secondMoment: (layer.preActivation ?? layer.activation).secondMoment,
      ...(expected && { expected }),
      ...(gradient && { gradient: gradient.secondMoment }),
      ...(expectedGradient && { expectedGradient }),
      ...(deadFraction !== undefined && { deadFraction }),
      ...(saturatedFraction !== undefined && { saturatedFraction }),
    };
  });
}
