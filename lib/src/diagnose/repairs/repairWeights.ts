import type { LayersModel } from '@tensorflow/tfjs-layers';
import { wrapped } from '../../display/wrapped.js';
import { zeros } from '../../init/constant.js';
import { heNormal } from '../../init/he.js';
import type { Initializer } from '../../init/initializer.js';
import { lecunNormal } from '../../init/lecun.js';
import { orthogonal } from '../../init/orthogonal.js';
import { initWeights } from '../../model/initWeights.js';
import { initializerText } from '../../model/weights/initializerText.js';
import { writeValues } from '../../model/weights/variables.js';
import { fanOptions } from '../../model/weights/weightFans.js';
import type { Examination } from '../evidence/examine.js';
import { allowedVariance } from '../matrices/allowedVariance.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import type { RepairSteps } from './repair.js';

/** The initializer that keeps the signal of a layer. */
export function rightInitializer({ layer, weight, afterSigmoid }: ExaminedMatrix): Initializer {
  if (weight === 'recurrent') return orthogonal();
  const options = fanOptions(layer, weight) ?? {};
  const phi = layer.activation.activation;
  const { target } = allowedVariance(layer.activation);
  if (layer.output || phi === undefined || Math.abs(target - 1) < 1e-6) return lecunNormal(options);
  if (phi.name === 'relu') return heNormal(options);
  // σ(z) = ½ + ½ tanh(z/2): centred and four times as large, a sigmoid is a tanh at its critical scale.
  if (layer.activation.name === 'sigmoid') return lecunNormal({ ...options, gain: afterSigmoid ? 4 : 2 });
  return lecunNormal({ ...options, activation: phi });
}

/** Draws the weights of these layers anew, by an initializer or each as it should be, and sets their biases to 0. */
export function redraw(
  { model, seed }: Pick<Examination, 'model' | 'seed'>,
  layers: readonly ExaminedMatrix[],
  initializer?: Initializer,
): RepairSteps {
  const initializerOf = (one: ExaminedMatrix): Initializer => initializer ?? rightInitializer(one);
  const groups = new Map<string, string[]>();
  for (const one of layers) {
    const call = initializerText(initializerOf(one));
    const chosen = `{ ${one.weight}: ${call}${hasOwnBias(one) ? ', bias: zeros()' : ''} }`;
    groups.set(chosen, [...(groups.get(chosen) ?? []), one.layer.name]);
  }
  const uncentred = layers.filter((one) => one.afterSigmoid && !one.layer.output && hasOwnBias(one));
  const code = [...groups].map(([chosen, names]) => rewrite(chosen, names, seed));
  return {
    imports: [...new Set([...groups.keys()].join().match(/\w+(?=\()/g)), 'initWeights'],
    code: [...code, ...(uncentred.length > 0 ? [centreCode(uncentred)] : [])].join('\n'),
    apply: () => {
      applyRedraw(model, seed, layers, initializerOf);
      for (const one of uncentred) centre(one);
    },
  };
}

/** Whether the bias belongs to these weights alone: that of a recurrent layer has its forget gate. */
function hasOwnBias({ layer }: ExaminedMatrix): boolean {
  return layer.weights.bias !== undefined && !layer.weights.recurrent;
}

/** A call of `initWeights` that gives layers these weights. */
function rewrite(chosen: string, names: readonly string[], seed: number | bigint = 0): string {
  const option = seed === 0 ? '' : `\n  seed: ${seed}${typeof seed === 'bigint' ? 'n' : ''},`;
  return `initWeights(model, {
  rule: ({ name }) =>
    ${nameList(names, '    ')}.includes(name)
      ? ${chosen}
      : undefined,${option}
});`;
}

/** In lines that fit a screen. */
function nameList(names: readonly string[], indent: string): string {
  const lines = wrapped(names.map((name) => `'${name}',`).join(' '), 64);
  if (lines.length === 1) return `[${lines[0].slice(0, -1)}]`;
  return `[\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}]`;
}

/** Takes away, by the bias, what the mean ½ of a sigmoid's outputs adds. */
function centre({ layer, variable, fanOut }: ExaminedMatrix): void {
  const values = variable.read().dataSync<'float32'>();
  const bias = new Float32Array(fanOut);
  for (const [i, w] of values.entries()) bias[i % fanOut] -= w / 2;
  writeValues(layer.weights.bias, bias);
}

function centreCode(layers: readonly ExaminedMatrix[]): string {
  return `for (const name of ${nameList(
    layers.map(({ layer }) => layer.name),
    '',
  )}) {
  const [kernel] = model.getLayer(name).getWeights();
  // The outputs of a sigmoid have mean ½: the bias takes away what that adds.
  model.getLayer(name).setWeights([kernel, tf.mul(tf.sum(kernel, 0), -0.5)]);
}`;
}

function applyRedraw(
  model: LayersModel,
  seed: number | bigint,
  layers: readonly ExaminedMatrix[],
  initializerOf: (one: ExaminedMatrix) => Initializer,
): void {
  initWeights(model, {
    rule: ({ name }) => {
      const own = layers.filter(({ layer }) => layer.name === name);
      if (own.length === 0) return undefined;
      const chosen = Object.fromEntries(own.map((one) => [one.weight, initializerOf(one)]));
      return own.some(hasOwnBias) ? { ...chosen, bias: zeros() } : chosen;
    },
    seed,
  });
}

/** Sets the biases of layers to 0. */
export function zeroBiases(layers: readonly ExaminedMatrix[]): RepairSteps {
  return {
    imports: ['initWeights', 'zeros'],
    code: rewrite(
      '{ bias: zeros() }',
      layers.map(({ layer }) => layer.name),
    ),
    apply: () => {
      for (const { layer } of layers)
        if (layer.weights.bias)
          writeValues(layer.weights.bias, new Float32Array(layer.weights.bias.shape[0] as number));
    },
  };
}
