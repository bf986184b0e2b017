import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { matrixKind } from '../../../network/view/layerFacts.js';
import type { LayerCall } from '../../../network/view/modelGraph.js';
import type { TracedWeight, WeightMatrix } from '../result.js';
import { weightMatrix } from './matrix.js';
import { moments } from './statistics.js';

/** The gradients of one weight, as the passes give them. */
export interface WeightPasses {
  gradient?: Float32Array | undefined;
  lossGradient?: Float32Array | undefined;
  update?: Float32Array | undefined;
}

export function tracedWeight(call: LayerCall, variable: LayerVariable, passes: WeightPasses): TracedWeight {
  const { layer } = call;
  const value = variable.read();
  const data = value.dataSync<'float32'>();
  const { originalName } = variable;
  const of = moments(data);
  const { gradient, lossGradient, update } = passes;
  const ratio = (x: Float32Array): number => Math.sqrt(moments(x).secondMoment / of.secondMoment);
  return {
    name: originalName.replace(`${layer.name}/`, ''),
    shape: [...value.shape],
    trainable: layer.trainableWeights.includes(variable),
    ...of,
    ...(gradient && { gradientSecondMoment: moments(gradient).secondMoment }),
    ...(lossGradient && {
      lossGradientSecondMoment: moments(lossGradient).secondMoment,
      gradientRatio: ratio(lossGradient),
    }),
    ...(update && { updateRatio: ratio(update) }),
    ...(value.rank > 1 && { matrix: matrixOf(call, variable, value.shape, data) }),
  };
}

/** Reads a weight as a matrix with a column for each unit, whichever axes index the units. */
function matrixOf(
  call: LayerCall,
  variable: LayerVariable,
  shape: readonly number[],
  data: Float32Array,
): WeightMatrix {
  const [before, last] = shape.slice(-2);
  const units = unitAxesOf(call, variable);
  if (units === 'lastTwo') return weightMatrix(data, before * last);
  if (units === 'secondLast') return weightMatrix(transposeLastTwo(data, before, last), before);
  return weightMatrix(data, last);
}

function unitAxesOf({ owners }: LayerCall, variable: LayerVariable): 'last' | 'lastTwo' | 'secondLast' {
  for (const owner of owners) {
    const name = Object.keys(owner.weights).find((key) => owner.weights[key] === variable);
    if (name !== undefined) return matrixKind(owner, name)?.units ?? 'last';
  }
  return 'last';
}

/** Transposes [n, before, last] to [n, last, before]. */
function transposeLastTwo(data: Float32Array, before: number, last: number): Float32Array {
  const size = before * last;
  return data.map((_, i) => {
    const [block, row, column] = [i - (i % size), Math.floor((i % size) / before), i % before];
    return data[block + column * last + row];
  });
}
