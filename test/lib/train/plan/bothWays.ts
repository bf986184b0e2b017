import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random } from '../../../../lib/src/random/random.js';
import type { Dataset } from '../../../../lib/src/train/data/dataset.js';
import { objectiveOf } from '../../../../lib/src/train/objective.js';
import { plannedGradients } from '../../../../lib/src/train/plan/plan.js';
import { type BatchGradients, batchGradients } from '../../../../lib/src/train/trainingStep.js';

export function chain(layers: tfl.layers.Layer[], shape: number[]): tfl.LayersModel {
  return modelOf((input) => layers.reduce((tensor, layer) => layer.apply(tensor) as tfl.SymbolicTensor, input), shape);
}

/** Makes a model with weights that are not those of an initializer. Variances stay positive. */
export function modelOf(build: (input: tfl.SymbolicTensor) => tfl.SymbolicTensor, shape: number[]): tfl.LayersModel {
  const input = tfl.input({ shape });
  const model = tfl.model({ inputs: input, outputs: build(input) });
  const drawn = model.getWeights().map(({ shape: of }, i) => tf.mul(tf.tensor(numbers(of, i).data, of), 0.4));
  model.setWeights(drawn.map((weight, i) => (/variance/.test(model.weights[i].name) ? tf.abs(weight) : weight)));
  return model;
}

export function numbers(shape: number[], seed: number): { shape: number[]; data: Float32Array } {
  return { shape, data: random(seed).normal(new Float32Array(tf.util.sizeFromShape(shape))) };
}

export function batchFor(model: tfl.LayersModel, size: number, loss: string): Dataset {
  const x = numbers([size, ...(model.inputs[0].shape.slice(1) as number[])], 100);
  const classes = Float32Array.from({ length: size }, (_, i) => i % 2);
  const hasLabels = model.outputs[0].shape[1] !== 1;
  const y =
    loss === 'meanSquaredError' ? numbers([size, 1], 101) : { shape: hasLabels ? [size] : [size, 1], data: classes };
  return { x, y };
}

export interface Values extends Omit<BatchGradients, 'gradients'> {
  gradients: Record<string, readonly number[]>;
}

export function read({ gradients, ...values }: BatchGradients): Values {
  const entries = Object.entries(gradients).map(([name, gradient]) => [name, [...gradient.dataSync()]] as const);
  tf.dispose(gradients);
  return { ...values, gradients: Object.fromEntries(entries) };
}

export async function bothWays(
  model: tfl.LayersModel,
  batch: Dataset,
  loss: string,
): Promise<{ planned: Values; byTfjs: Values; kernels: string[] }> {
  const objective = objectiveOf(model, loss as 'crossEntropy', batch);
  const source = plannedGradients(model, objective);
  const state = model.getWeights().map((weight) => weight.dataSync());
  const before = tf.memory().numTensors;
  let planned: Values | undefined;
  const { kernelNames } = await tf.profile(() => {
    planned = read(source.of(batch) ?? batchGradients(model, batch, objective));
    return tf.scalar(0);
  });
  source.free();
  const plannedState = stateOf(model);
  tf.tidy(() => model.setWeights(model.getWeights().map(({ shape }, i) => tf.tensor(state[i], shape))));
  const byTfjs = read(batchGradients(model, batch, objective));
  expect(plannedState, 'weights and moving averages').to.deep.equal(stateOf(model));
  expect(tf.memory().numTensors - before, 'tensors left behind, without the result of the profile').to.be.at.most(1);
  return { planned: planned as Values, byTfjs, kernels: kernelNames };
}

function stateOf(model: tfl.LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

/** The norm is summed in another order. */
export function expectSame({ gradientNorm, ...actual }: Values, { gradientNorm: norm, ...expected }: Values): void {
  expect(actual).to.deep.equal(expected);
  expect(Object.keys(actual.gradients), 'order of the gradients').to.deep.equal(Object.keys(expected.gradients));
  expect(gradientNorm).to.be.closeTo(norm, 1e-5 * norm);
}
