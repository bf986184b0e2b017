import type { LayersModel } from '@tensorflow/tfjs-layers';
import { heNormal } from '../init/he.js';
import type { Initializer } from '../init/initializer.js';
import { lecunNormal } from '../init/lecun.js';
import { orthogonal } from '../init/orthogonal.js';
import { initializerText } from '../model/initializerText.js';
import { initWeights } from '../model/initWeights.js';
import { writeValues } from '../model/variables.js';
import { fanOptions } from '../model/weightFans.js';
import { allowedVariance } from './allowedVariance.js';
import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import type { Repair } from './finding.js';

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

/** Draws the weights of these layers anew, and sets their biases to 0. */
export function redraw(
  { model, seed }: Pick<Examination, 'model' | 'seed'>,
  layers: readonly ExaminedMatrix[],
): Repair {
  const groups = new Map<string, string[]>();
  for (const one of layers) {
    const call = initializerText(rightInitializer(one));
    groups.set(call, [...(groups.get(call) ?? []), one.layer.name]);
  }
  const code = [...groups].map(([call, names]) => redrawCode(call, names, layers)).join('\n');
  const uncentred = layers.filter(({ afterSigmoid, layer }) => afterSigmoid && !layer.output && layer.weights.bias);
  return {
    code: uncentred.length === 0 ? code : `${code}\n${centreCode(uncentred)}`,
    apply: () => {
      applyRedraw(model, seed, layers);
      for (const one of uncentred) centre(one);
    },
  };
}

/** Takes away, by the bias, what the mean ½ of a sigmoid's outputs adds. */
function centre({ layer, variable, fanOut }: ExaminedMatrix): void {
  const values = variable.read().dataSync<'float32'>();
  const bias = new Float32Array(fanOut);
  for (const [i, w] of values.entries()) bias[i % fanOut] -= w / 2;
  writeValues(layer.weights.bias, bias);
}

function centreCode(layers: readonly ExaminedMatrix[]): string {
  return `for (const name of [${layers.map(({ layer }) => `'${layer.name}'`).join(', ')}]) {
  const [kernel] = model.getLayer(name).getWeights();
  model.getLayer(name).setWeights([kernel, kernel.sum(0).mul(-0.5)]); // a sigmoid's outputs have mean ½
}`;
}

function redrawCode(call: string, names: readonly string[], layers: readonly ExaminedMatrix[]): string {
  const weight = layers.find(({ layer }) => layer.name === names[0])?.weight;
  const init = `{ ${weight}: ${call}, bias: zeros() }`;
  return `initWeights(model, ({ name }) => (${JSON.stringify(names).replaceAll('"', "'").replaceAll(',', ', ')}.includes(name) ? ${init} : undefined));`;
}

function applyRedraw(model: LayersModel, seed: number | bigint, layers: readonly ExaminedMatrix[]): void {
  const zero: Initializer = (_random, shape) => new Float32Array(shape.reduce((product, n) => product * n, 1));
  const plain = (name: string): boolean => layers.some((one) => one.layer.name === name && one.weight !== 'recurrent');
  initWeights(
    model,
    ({ name, weights }) => {
      const own = layers.filter(({ layer }) => layer.name === name);
      if (own.length === 0) return undefined;
      const chosen = Object.fromEntries(own.map((one) => [one.weight, rightInitializer(one)]));
      return plain(name) && weights.bias && !weights.recurrent ? { ...chosen, bias: zero } : chosen;
    },
    { seed },
  );
}

/** Sets the biases of layers to 0. */
export function zeroBiases(layers: readonly ExaminedMatrix[]): Repair {
  const names = layers.map(({ layer }) => `'${layer.name}'`).join(', ');
  return {
    code: `initWeights(model, ({ name }) => ([${names}].includes(name) ? { bias: zeros() } : undefined));`,
    apply: () => {
      for (const { layer } of layers)
        if (layer.weights.bias)
          writeValues(layer.weights.bias, new Float32Array(layer.weights.bias.shape[0] as number));
    },
  };
}
