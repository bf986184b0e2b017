import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, type GraphContext, integerOf, textOf } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import type { Constant, Signal } from './values.js';

/**
 * The order of the gates in TensorFlow.js by their places in the file: input, output, forget, cell
 * become input, forget, cell, output.
 */
const GATES: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 2, 3, 1], RNN: [0] };

/** Imports an LSTM or a simple recurrent layer in one direction, from a state of zeros. */
export function recurrent(node: OnnxNode, context: GraphContext): void {
  const gates = GATES[node.type];
  const [kernel, recurrentKernel] = [context.constant(node, 1), context.constant(node, 2)];
  const bias = context.optional(node, 3) as Constant | undefined;
  const units = recurrentKernel.shape[2];
  const isPlain =
    (textOf(node, 'direction') ?? 'forward') === 'forward' &&
    kernel.shape[0] === 1 &&
    !node.attributes.has('clip') &&
    integerOf(node, 'layout', 0) === 0 &&
    integerOf(node, 'input_forget', 0) === 0 &&
    hasUsualActivations(node) &&
    context.optional(node, 4) === undefined &&
    context.optional(node, 7) === undefined;
  if (!isPlain)
    throw new ImportError(
      `${describeNode(node)} runs in another direction or has other parts than those that are known.`,
    );
  for (const index of [5, 6])
    if (context.optional(node, index) !== undefined && context.constant(node, index).data.some((value) => value !== 0))
      throw new ImportError(`${describeNode(node)} begins with a state other than zeros, which is not known.`);
  const name = context.nameFor(node);
  const given = context.signal(node, 0);
  if (given.layout !== 'timeFirst')
    throw new ImportError(
      `${describeNode(node)} takes its values with time before the samples. Export it with batch_first=True.`,
    );
  const signal: Signal = { ...given, layout: 'file' };
  const isUsed = (index: number): boolean => context.consumersOf(node.outputs[index] ?? '').length > 0;
  if (isUsed(2))
    throw new ImportError(`${describeNode(node)} gives its cell state to other nodes, which is not known.`);
  const returnSequences = isUsed(0);
  const options = { units, useBias: bias !== undefined, returnSequences, name };
  const layer =
    node.type === 'LSTM' ? tfl.lstm({ ...options, recurrentActivation: 'sigmoid' }) : tfl.simpleRNN(options);
  const value = context.weighted(layer, signal, [
    { weight: 'kernel', value: matrixOf(kernel, gates) },
    { weight: 'recurrent', value: matrixOf(recurrentKernel, gates) },
    ...(bias ? [{ weight: 'bias', value: biasOf(bias, gates) }] : []),
  ]);
  if (returnSequences) setSequence(node, context, value);
  if (!isUsed(1)) return;
  const last = returnSequences ? lastOf(context, value, name) : value;
  setState(node, context, last);
}

function hasUsualActivations(node: OnnxNode): boolean {
  const usual = node.type === 'LSTM' ? 'Sigmoid,Tanh,Tanh' : 'Tanh';
  return String(node.attributes.get('activations')?.texts ?? usual) === usual;
}

/** Puts the gates side by side, [inputs, gates · units], in the order of TensorFlow.js. */
function matrixOf({ data, shape: [, rows, inputs] }: Constant, gates: readonly number[]): Constant {
  const units = rows / gates.length;
  const values = new Float32Array(data.length);
  gates.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++)
      for (let i = 0; i < inputs; i++)
        values[i * rows + place * units + unit] = data[(gate * units + unit) * inputs + i];
  });
  return { kind: 'constant', shape: [inputs, rows], data: values };
}

/** Adds the biases of input and state, which the file keeps apart. */
function biasOf({ data }: Constant, gates: readonly number[]): Constant {
  const count = data.length / 2;
  const units = count / gates.length;
  const values = new Float32Array(count);
  gates.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++)
      values[place * units + unit] = data[gate * units + unit] + data[count + gate * units + unit];
  });
  return { kind: 'constant', shape: [count], data: values };
}

/** The sequence has an axis of one direction after time, which the next node removes. */
function setSequence(node: OnnxNode, context: GraphContext, value: Signal): void {
  for (const next of context.consumersOf(node.outputs[0])) {
    const axes =
      next.type === 'Squeeze'
        ? next.inputs[1]
          ? context.integers(next, 1)
          : next.attributes.get('axes')?.integers
        : undefined;
    if (String(axes) !== '1')
      throw new ImportError(`${describeNode(next)} takes a recurrent sequence in a way that is not known.`);
    context.setHandled(next, { ...value, layout: 'timeFirst' });
  }
}

/** The state has an axis of one direction before the samples, which the next node removes. */
function setState(node: OnnxNode, context: GraphContext, value: Signal): void {
  for (const next of context.consumersOf(node.outputs[1])) {
    const first = next.inputs[1] === undefined ? next.attributes.get('axes')?.integers : context.integers(next, 1);
    const isFirst =
      next.type === 'Squeeze'
        ? String(first) === '0'
        : next.type === 'Gather' &&
          integerOf(next, 'axis', 0) === 0 &&
          first?.length === 1 &&
          [0, -1].includes(first[0]);
    if (!isFirst) throw new ImportError(`${describeNode(next)} takes a recurrent state in a way that is not known.`);
    context.setHandled(next, value);
  }
}

function lastOf(context: GraphContext, sequence: Signal, name: string): Signal {
  const length = sequence.symbol.shape[1] as number;
  const compute = ([x]: Tensor[]): Tensor => tf.squeeze(tf.slice(x, [0, length - 1, 0], [-1, 1, -1]), [1]);
  return context.plain(new OnnxOperation(context.unused(`${name}.last`), compute), sequence);
}
