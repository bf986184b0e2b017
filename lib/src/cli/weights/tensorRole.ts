import { product } from '../../init/shape.js';
import type { StoredTensor } from '../../model/files/weightFile.js';

/** Purpose of a tensor in its layer, and its fans. */
export interface TensorRole {
  kind: 'matrix' | 'embedding' | 'bias' | 'scale' | 'statistics' | 'other';
  /** Numbers that a unit sums over. */
  fanIn?: number;
  /** Units that an input goes to. */
  fanOut?: number;
  /**
   * FanIn as PyTorch's initializers count it, where it differs: in a transposed convolution they
   * count the units.
   */
  torchFanIn?: number;
  /** Axis that counts the units. */
  unitAxis?: number;
  /** Units of the state, for the weights of a recurrent layer. */
  hidden?: number;
  /** Whether name and shape leave doubt about the fans. */
  isGuess?: boolean;
}

const EMBEDDING = /emb(ed)?|wte|wpe|token|lookup/i;
const TRANSPOSED = /transpose|deconv|convt|\bup(conv|sample|\d|\b)/i;
const STATISTICS = /running_(mean|var)|num_batches_tracked|moving_(mean|variance)/;
const RECURRENT = /(?:^|\.)(weight|bias)_(ih|hh)(_l\d+(_reverse)?)?$/;

/**
 * Finds out what a tensor of a PyTorch state dict is, by its name, its shape and the length of the
 * bias beside it. PyTorch stores the units first, except in transposed convolutions, and in
 * the Conv1D of GPT-2, which multiplies from the other side.
 */
export function torchRole(
  { name, shape, units }: StoredTensor,
  tensors: ReadonlyMap<string, StoredTensor>,
): TensorRole {
  if (STATISTICS.test(name)) return { kind: 'statistics' };
  if (RECURRENT.test(name)) return recurrentRole(name, shape, tensors);
  if (shape.length < 2) {
    if (/bias$/.test(name)) return { kind: 'bias', ...fansBeside(name, tensors) };
    return { kind: shape.length === 1 ? 'scale' : 'other' };
  }
  if (shape.length > 5) return { kind: 'other' };
  if (shape.length === 2 && EMBEDDING.test(name)) return { kind: 'embedding', unitAxis: 0 };
  return matrixRole(name, shape, tensors, units);
}

function matrixRole(
  name: string,
  shape: readonly number[],
  tensors: ReadonlyMap<string, StoredTensor>,
  place: StoredTensor['units'],
): TensorRole {
  const [first, second] = shape;
  const field = product(shape.slice(2));
  const units = tensors.get(biasName(name))?.shape[0];
  const isKnown =
    place !== undefined || (units !== undefined && first !== second && (units === first || units === second));
  const isTransposed =
    place !== undefined ? place === 'last' : isKnown ? units === second : shape.length > 2 && TRANSPOSED.test(name);
  const isSquare = shape.length === 2 && first === second;
  const guess = isKnown || isSquare ? {} : { isGuess: true };
  if (isTransposed) {
    const fans = {
      fanIn: first * field,
      fanOut: second * field,
      ...(shape.length > 2 && { torchFanIn: second * field }),
    };
    return { kind: 'matrix', ...fans, unitAxis: 1, ...guess };
  }
  // One input per unit of a convolution: every channel has filters of its own.
  const isDepthwise = shape.length > 2 && second === 1 && first > 1;
  if (isDepthwise) return { kind: 'matrix', fanIn: field, fanOut: field, unitAxis: 0, isGuess: true };
  return { kind: 'matrix', fanIn: second * field, fanOut: first * field, unitAxis: 0, ...guess };
}

function recurrentRole(name: string, shape: readonly number[], tensors: ReadonlyMap<string, StoredTensor>): TensorRole {
  const [, part = '', , suffix = ''] = RECURRENT.exec(name) ?? [];
  const prefix = name.slice(0, name.lastIndexOf(part));
  const hidden = tensors.get(`${prefix}weight_hh${suffix}`)?.shape[1];
  if (hidden === undefined) return { kind: 'other' };
  if (part === 'bias') return { kind: 'bias', hidden };
  if (shape.length !== 2) return { kind: 'other' };
  return { kind: 'matrix', fanIn: shape[1], fanOut: hidden, unitAxis: 0, hidden };
}

/** A bias of PyTorch is drawn with the fanIn of the weights beside it. */
function fansBeside(name: string, tensors: ReadonlyMap<string, StoredTensor>): Pick<TensorRole, 'fanIn'> {
  const weight = tensors.get(name.replace(/bias$/, 'weight'));
  if (weight === undefined || weight.shape.length < 2) return {};
  const { fanIn: ownFanIn, torchFanIn: fanIn = ownFanIn } = torchRole(weight, tensors);
  return fanIn === undefined ? {} : { fanIn };
}

function biasName(name: string): string {
  return name.replace(/weight$/, 'bias');
}

const KERAS_KINDS: readonly (readonly [RegExp, TensorRole['kind']])[] = [
  [/bias$/, 'bias'],
  [/(gamma|beta)$/, 'scale'],
  [STATISTICS, 'statistics'],
  [/embeddings$/, 'embedding'],
];

/**
 * Finds out what a tensor of Keras is. Keras stores the units last. The files of Keras 3 have
 * numbers instead of names, so that their matrices are recognized by their shapes alone.
 */
export function kerasRole({ name, shape }: StoredTensor): TensorRole {
  const kind = KERAS_KINDS.find(([pattern]) => pattern.test(name))?.[1];
  if (kind !== undefined) return { kind, ...(kind === 'embedding' && { unitAxis: 0 }) };
  if (shape.length < 2 || shape.length > 5) return { kind: shape.length === 1 ? 'scale' : 'other' };
  const isNamed = /kernel$/.test(name);
  const field = product(shape.slice(0, -2));
  const [inputs, units] = shape.slice(-2);
  const guess = isNamed ? {} : { isGuess: true };
  if (/depthwise_kernel$/.test(name)) return { kind: 'matrix', fanIn: field, fanOut: field * units };
  return { kind: 'matrix', fanIn: field * inputs, fanOut: field * units, unitAxis: shape.length - 1, ...guess };
}
