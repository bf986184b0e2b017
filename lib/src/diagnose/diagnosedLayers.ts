import type { Band } from '../theory/predict/predict.js';
import type { Examination } from './evidence/examine.js';
import type { Expectation } from './evidence/expectation.js';

/** One call of a layer: its signal, and what theory expects of fair weights. */
export interface DiagnosedLayer {
  name: string;
  kind: string;
  /** E z² of the pre-activations, or of the output where there are none. */
  secondMoment: number;
  /** Absent where theory does not reach. */
  expected?: Band;
  /** Second moment of ∂⟨v, output⟩/∂z. */
  gradient?: number;
  expectedGradient?: Band;
  deadFraction?: number;
  saturatedFraction?: number;
}

export function diagnosedLayers({ trace }: Examination, { right }: Expectation): DiagnosedLayer[] {
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
