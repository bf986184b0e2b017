import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { activation } from '../../activation/activation.js';
import { mean, meanSquare } from '../../foundation/statistics.js';
import { zeros } from '../../init/constant.js';
import type { Initializer } from '../../init/initializer.js';
import { type Window, windowOf } from '../../network/spec/window.js';
import { decidingLayer } from '../../network/view/layerFacts.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import type { ModelView } from '../../network/view/modelView.js';
import { isHaarMatrix } from './forward/haarMatrix.js';
import type { PlannedNode, PlannedOp } from './forward/step.js';
import { type WeightLaw, weightLaw } from './forward/weightLaw.js';
import type { WeightLaws } from './forward/weights.js';

type Layer = layers.Layer;

/**
 * Chooses the weights of a prediction. A function gives the initializers of a layer's weights by
 * name (`kernel`, `depthwise`, `bias`), or one initializer for its matrix. Where it gives
 * undefined, the weights count as they are.
 */
export type ModelInit =
  | 'measured'
  | ((layer: Layer, name: string) => Initializer | Readonly<Record<string, Initializer | undefined>> | undefined);

interface Options {
  init: ModelInit;
  known: Readonly<Record<string, number>>;
  training: boolean;
}

/**
 * Reads a model of TensorFlow.js as theory sees it: a node for each call of a layer, with the name
 * that `trace` uses.
 */
export function planModel(
  { calls, outputs }: ModelView,
  options: Options,
): { nodes: PlannedNode[]; outputs: number[] } {
  const nodes: PlannedNode[] = [];
  for (const call of calls) nodes.push(planCall(call, nodes, options));
  return { nodes, outputs: outputs.map(({ call }) => call) };
}

/** A layer with the parts of its configuration that theory reads. */
type Configured = Layer & {
  strides?: number | number[];
  padding?: string;
  kernelSize?: number[];
  poolSize?: number | number[];
  dilationRate?: number | number[];
  depthMultiplier?: number;
  dataFormat?: string;
  rate?: number;
  axis?: number | number[];
  epsilon?: number;
  targetShape?: number[];
};

function planCall(call: LayerCall, nodes: readonly PlannedNode[], options: Options): PlannedNode {
  const { name, layer, nodeIndex, inputs, kind, activation: phi } = call;
  const shapes = layer.inboundNodes[nodeIndex].outputShapes as unknown as number[][] | number[];
  const shape = (Array.isArray(shapes[0]) ? shapes[0] : (shapes as number[])).slice(1);
  const linear = activation('linear');
  const unknown = (reason: string): PlannedNode => {
    const secondMoment = options.known[name];
    const op = { type: 'unknown' as const, reason, ...(secondMoment !== undefined && { secondMoment }) };
    return { name, op, inputs, shape, activation: linear };
  };
  if (shape.some((size) => size === null)) return unknown('the model does not fix its shape');
  if (kind.operation === 'input') return { name, op: { type: 'input' }, inputs: [], shape, activation: linear };
  const hasSoftmax = phi?.name === 'softmax';
  if (phi !== undefined && phi.activation === undefined && !hasSoftmax)
    return unknown(`theory does not know ${phi.name}`);
  const before = inputs.map((from) => nodes[from].shape);
  const planned = planOp(call, before, shape, options);
  if (typeof planned === 'string') return unknown(planned);
  const laws = planned.kernel === undefined ? undefined : lawsOf(layer, name, planned.kernel, options);
  if (typeof laws === 'string') return unknown(laws);
  return {
    name,
    op: planned.op,
    inputs,
    shape,
    activation: phi?.activation ?? linear,
    ...(laws && { laws }),
    hasSoftmax,
  };
}

/**
 * Gives what a layer computes and the name of its matrix, if it has one, or the reason why theory
 * does not cover the layer.
 */
function planOp(
  { layer: outer, kind }: LayerCall,
  [before, ...others]: readonly (readonly number[])[],
  shape: readonly number[],
  { training }: Options,
): { op: PlannedOp; kernel?: string } | string {
  const layer = decidingLayer(outer) as Configured;
  const className = layer.getClassName();
  const notCovered = `theory does not know ${[...new Set([outer.getClassName(), className])].join(' of ')}`;
  const isPerPosition = ['dense', 'activation', 'prelu', 'dropout'].includes(kind.operation);
  // A wrapper adds an axis, which windows and norms would take for one of their own.
  if ((layer !== outer && !isPerPosition) || (kind.axes ?? 0) > 2) return notCovered;
  const init = zeros();
  switch (kind.operation) {
    case 'activation':
    case 'prelu':
      return { op: { type: 'activation' } };
    case 'dense':
      return {
        op: { type: 'dense', kernel: [before[before.length - 1], shape[shape.length - 1]], init },
        kernel: 'kernel',
      };
    case 'conv':
    case 'depthwise': {
      const window = windowFor(layer, before, layer.kernelSize as number[]);
      if (typeof window === 'string') return window;
      const channels = before[before.length - 1];
      const isDepthwise = kind.operation === 'depthwise';
      const groups = isDepthwise ? channels : 1;
      return {
        op: {
          type: 'conv',
          kernel: [...window.size, channels / groups, shape[shape.length - 1]],
          window,
          groups,
          init,
        },
        kernel: isDepthwise ? 'depthwise_kernel' : 'kernel',
      };
    }
    case 'maxPool':
    case 'avgPool': {
      const window = windowFor(layer, before, [layer.poolSize as number | number[]].flat());
      return typeof window === 'string' ? window : { op: { type: kind.operation, window } };
    }
    case 'globalAvgPool':
      return { op: { type: 'globalAvgPool' } };
    case 'flatten':
      return { op: { type: 'flatten' } };
    case 'reshape':
      return shape.length === 1 ? { op: { type: 'flatten' } } : 'theory does not cover a Reshape to several axes';
    case 'dropout':
      if (training && className !== 'Dropout') return notCovered;
      return { op: training ? { type: 'dropout', rate: layer.rate as number } : { type: 'activation' } };
    case 'add':
      return others.every((other) => other.join() === before.join())
        ? { op: { type: 'add', scales: [1, ...others.map(() => 1)] } }
        : 'theory does not cover an Add of different shapes';
    case 'concat':
      return isLastAxis(layer, before)
        ? { op: { type: 'concat' } }
        : 'theory covers Concatenate only along the last axis';
    case 'norm': {
      if (!isLastAxis(layer, before)) return `theory covers ${className} only along the last axis`;
      if (!isUnchanged(layer))
        return `theory does not cover ${className} with learned scales${kind.usesBatch ? ' or statistics' : ''}`;
      if (kind.usesBatch && !training) return { op: unitNorm(layer) };
      return { op: { type: kind.usesBatch ? 'batchNorm' : 'layerNorm', epsilon: layer.epsilon as number } };
    }
    default:
      return notCovered;
  }
}

/** Makes batch normalization by moving statistics that are still 0 and 1. */
function unitNorm({ epsilon = 0 }: Configured): PlannedOp {
  return { type: 'add', scales: [1 / Math.sqrt(1 + epsilon)] };
}

function isLastAxis({ axis }: Configured, before: readonly number[]): boolean {
  const [only, ...more] = [axis ?? -1].flat();
  return more.length === 0 && (only === -1 || only === before.length);
}

/** Checks that scales are 1, shifts are 0 and moving statistics are still 0 and 1. */
function isUnchanged(layer: Layer): boolean {
  const start: Record<string, number> = { gamma: 1, beta: 0, moving_mean: 0, moving_variance: 1 };
  return layer.weights.every((weight) => {
    const value = start[shortName(weight)];
    return (
      value === undefined ||
      weight
        .read()
        .dataSync()
        .every((x) => x === value)
    );
  });
}

/**
 * Makes the window of a convolution or pool over height and width. Images of one dimension have
 * width 1.
 */
function windowFor(layer: Configured, before: readonly number[], size: readonly number[]): Window | string {
  if (layer.dataFormat === 'channelsFirst') return 'theory does not cover channelsFirst';
  if ([layer.dilationRate ?? 1].flat().some((rate) => rate !== 1)) return 'theory does not cover dilation';
  if (layer.padding !== 'same' && layer.padding !== 'valid') return `theory does not cover padding ${layer.padding}`;
  const spatial = before.slice(0, -1);
  const pair = (values: readonly number[]): [number, number] => [
    values[0],
    spatial.length === 1 ? 1 : (values[1] ?? values[0]),
  ];
  return windowOf([spatial[0], spatial[1] ?? 1], {
    size: pair(size),
    sizeName: 'size',
    strides: pair([layer.strides ?? 1].flat()),
    padding: layer.padding,
    allowed: ['same', 'valid'],
  });
}

function shortName({ originalName }: LayerVariable): string {
  return originalName.split('/').at(-1) as string;
}

/** Gives the laws of the weights, as they are or as initializers make them. */
function lawsOf(layer: Layer, call: string, matrix: string, { init }: Options): WeightLaws | string {
  const given = init === 'measured' ? undefined : init(layer, call);
  const law = (name: string): WeightLaw | undefined => {
    const weight = layer.weights.find((candidate) => shortName(candidate) === name);
    if (weight === undefined) return undefined;
    const short = name.replace(/_kernel$/, '');
    const chosen = typeof given === 'function' ? (name === matrix ? given : undefined) : given?.[short];
    return chosen === undefined ? measuredLaw(weight) : weightLaw(chosen, weight.shape as number[]);
  };
  const weights = law(matrix);
  if (weights === undefined) return 'the layer has no weights yet';
  if (weights.mean !== 0) return `its weights have mean ${weights.mean.toPrecision(2)}, theory needs 0`;
  const bias = law('bias');
  return { weights, ...(bias && { bias }) };
}

/**
 * Measures the second moment that a weight has now, and whether it is an orthogonal matrix. A mean
 * within its sampling error counts as 0.
 */
function measuredLaw(weight: LayerVariable): WeightLaw {
  const values = weight.read().dataSync();
  const [average, secondMoment] = [mean(values), meanSquare(values)];
  const chance = (25 * secondMoment) / values.length;
  const cols = weight.shape[weight.shape.length - 1] as number;
  const isOrthogonal = weight.shape.length > 1 && isHaarMatrix(values, values.length / cols, cols);
  return { secondMoment, mean: average ** 2 <= chance ? 0 : average, isOrthogonal };
}
