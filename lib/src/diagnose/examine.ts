import { gather, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fans } from '../init/fans.js';
import { consumersOf } from '../model/following.js';
import { type ModelLayer, type ModelView, viewModel } from '../model/modelLayers.js';
import { fanOptions, gateShape } from '../model/weightFans.js';
import { linearKinds } from '../model/weightOwners.js';
import { trace } from '../signal/trace.js';
import type { TraceOptions } from '../signal/traceOptions.js';
import { activationName } from '../signal/tracePatches.js';
import type { ModelTrace, TracedLayer, WeightMatrix } from '../signal/traceResult.js';
import { inputTensors, type TensorValues, targetTensors } from '../signal/traceTensors.js';
import { type AllowedVariance, allowedVariance } from './allowedVariance.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { withExcess } from './excess.js';

/** All that the findings are made from. */
export interface Examination {
  model: LayersModel;
  view: ModelView;
  trace: ModelTrace;
  /** Of the samples that were looked at, one array for each input; and the targets of each output. */
  x: Float32Array[];
  y: Float32Array[];
  yShapes: number[][];
  batch: number;
  training: boolean;
  matrices: ExaminedMatrix[];
  seed: number | bigint;
}

export interface ExamineOptions extends Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate' | 'seed'> {
  x: TensorValues;
  y: TensorValues;
  samples: number;
}

/** Numbers that one signal may have, all samples together, so that images do not take minutes. */
const LARGEST = 1 << 22;

/** Measures a model on some of the samples, spread evenly over those given. */
export function examine(model: LayersModel, options: ExamineOptions): Examination {
  const view = viewModel(model);
  const kinds = view.calls.map(({ layer }) => layer.getClassName());
  const training = kinds.includes('BatchNormalization');
  const { loss, optimizer, learningRate, seed = 0 } = options;
  const given = Object.fromEntries(
    Object.entries({ loss, optimizer, learningRate }).filter(([, value]) => value !== undefined),
  ) as TraceOptions;
  let found: Omit<Examination, 'model' | 'view' | 'matrices' | 'seed' | 'training'> | undefined;
  tidy(() => {
    const inputs = inputTensors(model, options.x);
    const targets = targetTensors(model, options.y, inputs[0].shape[0]);
    const chosen = places(inputs[0].shape[0], Math.min(options.samples, mostSamples(view)));
    const pick = (all: Tensor): Tensor => gather(all, tensor1d(chosen, 'int32'));
    const [x, y] = [inputs.map(pick), targets.map(pick)];
    const measured = trace(model, x, y, { ...given, seed, training });
    const numbers = (of: Tensor): Float32Array => Float32Array.from(of.dataSync());
    found = {
      trace: measured,
      x: x.map(numbers),
      y: y.map(numbers),
      yShapes: y.map(({ shape }) => shape),
      batch: chosen.length,
    };
  });
  const done = found as unknown as Examination;
  return { ...done, model, view, training, matrices: examineMatrices(view, done.trace), seed };
}

function mostSamples({ calls }: ModelView): number {
  const sizes = calls.map(({ layer, nodeIndex }) => {
    const shapes = layer.inboundNodes[nodeIndex].outputShapes as unknown as number[];
    const shape = (Array.isArray(shapes[0]) ? shapes[0] : shapes) as (number | null)[];
    return shape.slice(1).reduce<number>((product, n) => product * (n ?? 1), 1);
  });
  return Math.max(8, Math.floor(LARGEST / Math.max(...sizes)));
}

function places(count: number, most: number): Int32Array {
  const taken = Math.min(count, most);
  return Int32Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}

function examineMatrices(view: ModelView, { layers }: ModelTrace): ExaminedMatrix[] {
  const consumers = consumersOf(view.calls);
  const seen = new Set<ModelLayer>();
  const found = view.calls.flatMap((_, call) =>
    view.layersOf(call).flatMap((layer) => {
      if (seen.has(layer)) return [];
      seen.add(layer);
      const normalized = isNormalized(view, consumers, call);
      return ['kernel', 'depthwise', 'recurrent']
        .filter((weight) => layer.weights[weight] && (linearKinds.includes(layer.kind) || layer.weights.recurrent))
        .map((weight) => examineMatrix(layer, weight, call, layers[call], normalized, afterSigmoid(view, call)));
    }),
  );
  return withExcess(found);
}

function examineMatrix(
  layer: ModelLayer,
  weight: string,
  call: number,
  traced: TracedLayer,
  normalized: boolean,
  centred: boolean,
): ExaminedMatrix {
  const variable = layer.weights[weight];
  const { fanIn, fanOut } = fans(gateShape(layer, weight), fanOptions(layer, weight) ?? {});
  const values = variable.read().dataSync<'float32'>();
  let [sum, squares, fourths] = [0, 0, 0];
  for (const w of values) {
    sum += w;
    squares += w ** 2;
    fourths += w ** 4;
  }
  const secondMoment = squares / values.length;
  const kurtosis = fourths / values.length / secondMoment ** 2;
  const columns = variable.shape.at(-1) as number;
  const rows = new Set<number>();
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) rows.add(Math.floor(i / columns));
  const short = variable.originalName.split('/').at(-1);
  const matrix = traced.weights.find(({ name }) => name === short)?.matrix;
  const fullRank = Math.min(rows.size, matrix?.singularValues.length ?? 0);
  return {
    layer,
    call,
    weight,
    variable,
    shape: variable.shape as number[],
    fanIn,
    fanOut,
    mean: sum / values.length,
    secondMoment,
    variance: fanIn * secondMoment,
    error: Math.sqrt(Math.max(kurtosis - 1, 0) / values.length) || 0,
    allowed: widened(allowedOf(layer, weight, normalized), matrix, fullRank),
    excess: 1,
    afterSigmoid: centred,
    matrix,
    fullRank,
    passes: weight === 'recurrent' ? (traced.steps?.secondMoment.length ?? 1) : 1,
    normalized,
  };
}

/** Output layers are judged by the loss; a branch of a residual net may be as small as it likes; a norm undoes any scale. */
function allowedOf(layer: ModelLayer, weight: string, normalized: boolean): AllowedVariance {
  if (weight === 'recurrent') return { low: 0.8, high: 1.25, target: 1 };
  if (layer.weights.recurrent) return { low: 0, high: 4, target: 1 };
  const allowed = allowedVariance(layer.activation);
  if (layer.output || normalized) return { ...allowed, low: 0, high: Number.POSITIVE_INFINITY };
  return layer.residual ? { ...allowed, low: 0 } : allowed;
}

/** Whether every way from a call meets a normalization before another matrix. */
function isNormalized({ calls, layersOf }: ModelView, consumers: readonly number[][], from: number): boolean {
  const next = consumers[from];
  return (
    next.length > 0 &&
    next.every((call) => {
      const kind = calls[call].layer.getClassName();
      if (/Normalization$/.test(kind) || layersOf(call).some((layer) => layer.kind === 'norm')) return true;
      const passes = /^(Add|Dropout|Reshape|Flatten|Activation|ReLU|LeakyReLU|ELU)$/.test(kind);
      return passes && isNormalized({ calls, layersOf } as ModelView, consumers, call);
    })
  );
}

/** An isometry into more units than it has inputs keeps the norm of the whole, and so less for each unit. */
function widened(allowed: AllowedVariance, matrix: WeightMatrix | undefined, rank: number): AllowedVariance {
  if (matrix === undefined || rank < 2 || rank >= matrix.columns) return allowed;
  const isIsometry = matrix.singularValues[0] < 1.01 * matrix.singularValues[rank - 1];
  return isIsometry ? { ...allowed, low: (allowed.low * rank) / matrix.columns } : allowed;
}

/** Whether what a call takes comes from a sigmoid, past layers without weights. */
function afterSigmoid({ calls, layersOf }: ModelView, call: number): boolean {
  return calls[call].inputs.some((from) => {
    const [layer] = layersOf(from);
    if (calls[from].layer.getClassName() === 'Activation') return activationName(calls[from].layer) === 'sigmoid';
    return layer ? layer.activation.name === 'sigmoid' : afterSigmoid({ calls, layersOf } as ModelView, from);
  });
}
