/**
 * Diagnoses MobileNetV2 on images of 224 × 224, and prints as JSON the verdict, the number of
 * layers and the largest memory of the process. Runs as a process of its own, because the largest
 * memory is that of a whole process.
 */
import { model as functional, input, type LayersModel, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { diagnose, initWeights, random, useBackend } from 'initlab';

const SAMPLES = 8;
const SIZE = 224;

/** Expansion, channels, repetitions and stride of each stage (Sandler et al. 2018, table 2). */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

function mobileNetV2(): LayersModel {
  const apply = (layer: layers.Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x) as SymbolicTensor;
  const normalized = (x: SymbolicTensor): SymbolicTensor => apply(layers.batchNormalization({ epsilon: 1e-3 }), x);
  const activated = (x: SymbolicTensor): SymbolicTensor => apply(layers.reLU({ maxValue: 6 }), normalized(x));
  const conv = (filters: number, kernelSize: number, strides: number, x: SymbolicTensor): SymbolicTensor =>
    apply(layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false }), x);
  const image = input({ shape: [SIZE, SIZE, 3] });
  let x = activated(conv(32, 3, 2, image));
  let channels = 32;
  for (const [expansion, filters, repetitions, firstStride] of STAGES) {
    for (let i = 0; i < repetitions; i++) {
      const strides = i === 0 ? firstStride : 1;
      const wide = expansion === 1 ? x : activated(conv(expansion * channels, 1, 1, x));
      const depthwise = layers.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false });
      const out = normalized(conv(filters, 1, 1, activated(apply(depthwise, wide))));
      x = strides === 1 && filters === channels ? (layers.add().apply([x, out]) as SymbolicTensor) : out;
      channels = filters;
    }
  }
  const pooled = apply(layers.globalAveragePooling2d({}), activated(conv(1280, 1, 1, x)));
  return functional({ inputs: image, outputs: apply(layers.dense({ units: 1000, activation: 'softmax' }), pooled) });
}

await useBackend('wasm');
const model = mobileNetV2();
initWeights(model);
const data = {
  x: { shape: [SAMPLES, SIZE, SIZE, 3], data: random(1).normal(new Float32Array(SAMPLES * SIZE * SIZE * 3)) },
  y: Int32Array.from({ length: SAMPLES }, (_, i) => (97 * i) % 1000),
};
const { verdict, layers: measured } = diagnose(model, data, { trialSteps: 2 });
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ verdict, layers: measured.length, mebibytes }));
