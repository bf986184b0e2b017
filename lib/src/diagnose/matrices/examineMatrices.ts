import { mean, meanSquare, moment } from '../../foundation/statistics.js';
import { fans } from '../../init/fans.js';
import { fanOptions, gateShape } from '../../model/weights/weightFans.js';
import type { LossName } from '../../network/losses.js';
import { LINEAR_KINDS } from '../../network/view/layerFacts.js';
import type { ModelLayer, ModelView } from '../../network/view/modelView.js';
import type { ModelTrace, TracedLayer, WeightMatrix } from '../../signal/trace/result.js';
import { type AllowedVariance, allowedVariance } from './allowedVariance.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { withScaleRatios } from './scaleRatio.js';
import { isTrained } from './trainedWeights.js';

const JUDGED_WEIGHTS = ['kernel', 'depthwise', 'pointwise', 'recurrent'];

/**
 * Compares the weights of every layer that computes Σwx, and of every RNN, with what they should
 * be. A shared layer is examined once.
 */
export function examineMatrices(view: ModelView, { layers, loss }: ModelTrace): ExaminedMatrix[] {
  const seen = new Set<ModelLayer>();
  const found = view.calls.flatMap((_, call) =>
    view.layersOf(call).flatMap((layer) => {
      if (seen.has(layer)) return [];
      seen.add(layer);
      if (!LINEAR_KINDS.includes(layer.kind) && !layer.weights.recurrent) return [];
      // Weights match by index, because both directions of a Bidirectional can use the same names.
      const places = view.calls[call].layer.weights;
      return JUDGED_WEIGHTS.filter((weight) => layer.weights[weight]).map((weight) =>
        examineMatrix(layer, weight, call, layers[call], places.indexOf(layer.weights[weight])),
      );
    }),
  );
  return withScaleRatios(found.map((matrix) => withTask(matrix, loss?.kind)));
}

function examineMatrix(
  layer: ModelLayer,
  weight: string,
  call: number,
  traced: TracedLayer,
  place: number,
): ExaminedMatrix {
  const variable = layer.weights[weight];
  const shape = variable.shape as number[];
  const { fanIn, fanOut } = fans(gateShape(layer, weight), fanOptions(layer, weight) ?? {});
  const values = variable.read().dataSync<'float32'>();
  const { mean, secondMoment, kurtosis } = momentsOf(values);
  const matrix = traced.weights[place]?.matrix;
  const fullRank = Math.min(countNonZeroRows(values, shape[shape.length - 1]), matrix?.singularValues.length ?? 0);
  return {
    layer,
    call,
    weight,
    variable,
    shape,
    fanIn,
    fanOut,
    mean,
    secondMoment,
    variance: fanIn * secondMoment,
    error: Math.sqrt(Math.max(kurtosis - 1, 0) / values.length) || 0,
    allowed: relaxedForIsometry(allowedOf(layer, weight), matrix, fullRank),
    scaleRatio: 1,
    matrix,
    fullRank,
    isTrained: weight !== 'depthwise' && isTrained(layer, matrix, { mean, secondMoment }),
    passes: weight === 'recurrent' ? (traced.steps?.secondMoment.length ?? 1) : 1,
  };
}

function withTask(matrix: ExaminedMatrix, loss: LossName | undefined): ExaminedMatrix {
  if (!matrix.layer.isOutput || loss === undefined) return matrix;
  if (loss === 'meanSquaredError') return { ...matrix, task: 'regression' };
  return { ...matrix, task: loss === 'crossEntropy' ? 'softmax' : 'binary' };
}

function momentsOf(values: Float32Array): { mean: number; secondMoment: number; kurtosis: number } {
  const secondMoment = meanSquare(values);
  return { mean: mean(values), secondMoment, kurtosis: moment(values, 4) / secondMoment ** 2 };
}

function countNonZeroRows(values: Float32Array, columns: number): number {
  const rows = new Set<number>();
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) rows.add(Math.floor(i / columns));
  return rows.size;
}

/**
 * Finds the allowed variances of a weight. Any scale is allowed before a normalization, which
 * undoes it, and in output layers, which the loss judges. Any small scale is allowed in a residual
 * branch, and in queries and keys. Any scale is allowed in recurrent weights, whose effect over the
 * time steps has checks of its own.
 */
function allowedOf(layer: ModelLayer, weight: string): AllowedVariance {
  if (weight === 'recurrent') return { low: 0, high: Number.POSITIVE_INFINITY, target: 1 };
  if (layer.weights.recurrent) return { low: 0, high: 4, target: 1 };
  const allowed = allowedVariance(layer.activation);
  if (layer.isOutput || layer.isNormalized) return { ...allowed, low: 0, high: Number.POSITIVE_INFINITY };
  return layer.residual || layer.makesLogits ? { ...allowed, low: 0 } : allowed;
}

/**
 * Allows smaller weights in an isometry with more units than inputs: it keeps the norm of the whole
 * signal, so each unit gets a smaller part.
 */
function relaxedForIsometry(allowed: AllowedVariance, matrix: WeightMatrix | undefined, rank: number): AllowedVariance {
  if (matrix === undefined || rank < 2 || rank >= matrix.columns) return allowed;
  const isIsometry = matrix.singularValues[0] < 1.01 * matrix.singularValues[rank - 1];
  return isIsometry ? { ...allowed, low: (allowed.low * rank) / matrix.columns } : allowed;
}
