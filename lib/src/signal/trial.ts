import type { Activation } from '../activation/activation.js';
import type { Random } from '../random/random.js';
import { multiply, transpose } from './matmul.js';
import type { Network } from './network.js';
import { deadFraction, type LayerSample, sampleMoments, saturatedFraction } from './sample.js';

/**
 * Runs one net with weights of its own on a batch of `rows` inputs: statistics of each layer. Layer l takes its weights from
 * stream l of `random`, the output's cotangent is drawn from stream 0.
 */
export function runTrial(
  net: Network,
  random: Random,
  input: Float32Array,
  rows: number,
  backward: boolean,
): LayerSample[] {
  const samples = [sampleLayer(input, input, net.widths[0], net.activations[0])];
  const zs = [input];
  const weights: Float32Array[] = [];
  let a = input;
  for (let layer = 1; layer < net.widths.length; layer++) {
    const w = net.weights(layer, random.split(layer));
    const z = multiply(a, w, rows, net.widths[layer - 1], net.widths[layer]);
    a = apply(net.activations[layer], z);
    samples.push(sampleLayer(z, a, net.widths[layer], net.activations[layer]));
    if (backward) {
      zs.push(z);
      weights.push(w);
    }
  }
  if (backward) sampleGradients(net, samples, zs, weights, random.split(0).normal(new Float32Array(a.length)));
  return samples;
}

/** Adds the gradients of ⟨cotangent, output⟩ by the pre-activations: ∂z_l = ∂a_l ⊙ f′(z_l), ∂a_(l−1) = ∂z_l · W_lᵀ. */
function sampleGradients(
  net: Network,
  samples: LayerSample[],
  zs: Float32Array[],
  weights: Float32Array[],
  cotangent: Float32Array,
): void {
  let gradient = cotangent;
  for (let layer = zs.length - 1; layer >= 0; layer--) {
    const { df } = net.activations[layer];
    const z = zs[layer];
    for (let i = 0; i < z.length; i++) gradient[i] *= df(z[i]);
    samples[layer].gradient = sampleMoments(gradient);
    if (layer === 0) return;
    const [before, width] = [net.widths[layer - 1], net.widths[layer]];
    gradient = multiply(gradient, transpose(weights[layer - 1], before, width), z.length / width, width, before);
  }
}

function apply({ f }: Activation, z: Float32Array): Float32Array {
  const a = new Float32Array(z.length);
  for (let i = 0; i < z.length; i++) a[i] = f(z[i]);
  return a;
}

function sampleLayer(z: Float32Array, a: Float32Array, width: number, activation: Activation): LayerSample {
  return {
    preActivation: sampleMoments(z),
    activation: sampleMoments(a),
    deadFraction: deadFraction(z, width, activation),
    ...(activation.range && { saturatedFraction: saturatedFraction(a, activation.range) }),
  };
}
