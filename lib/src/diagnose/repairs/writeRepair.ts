import { wrapLines } from '../../display/wrapLines.js';
import { descriptionText } from '../../model/weights/initializerText.js';
import { isOptimizerName } from '../../network/optimizer.js';
import { KERAS, PYTORCH } from './python/dialect.js';
import { writePython } from './python/writePython.js';
import type { LayerWeights, RepairStep, StepOf, TargetChange } from './repair.js';

type Writers = { [T in RepairStep['type']]: (step: StepOf<T>) => string };

/** Functions that write each type of step as code, without imports. */
const writers: Writers = {
  initWeights: ({ layers, seed }) =>
    [...groupsOf(layers)].map(([weights, names]) => initWeightsCode(weights, names, seed)).join('\n'),
  centreBias: ({ layers }) => {
    const byAxes = new Map<string, string[]>();
    for (const { name, axes } of layers) append(byAxes, axes.join(', '), name);
    return [...byAxes].map(([axes, names]) => centreBiasCode(axes, names)).join('\n');
  },
  openForgetGates: ({ layers }) => `// The gates lie side by side: input, forget, cell and output.
initWeights(model, {
  rule: ({ name }) =>
    ${nameList(layers, '    ')}.includes(name)
      ? { bias: (_, [n]) => Float32Array.from({ length: n }, (_, i) => (i >= n / 4 && i < n / 2 ? 1 : 0)) }
      : undefined,
});`,
  revive: ({ seed }) => `revive(model, { x }${seed === 0 ? '' : `, { seed: ${literal(seed)} }`});`,
  setOutputBias: ({ smoothing, task }) => {
    const options = [...(task ? [`task: '${task}'`] : []), ...(smoothing === 0 ? [] : [`smoothing: ${smoothing}`])];
    return `setOutputBias(model, { y }${options.length === 0 ? '' : `, { ${options.join(', ')} }`});`;
  },
  setActivation: ({ layer, activation }) =>
    `// In place; where the model is built, the layer takes activation: '${activation}'.
setActivation(model, '${activation}', { layer: '${layer}' });`,
  replaceLayer: ({ layer, activation }) =>
    activation === 'linear'
      ? `// Build the model without the layer ${layer}.`
      : `// Build the model with this layer instead of ${layer}:
// tf.layers.activation({ activation: '${activation}' })`,
  rebuildOutput: ({ layer, units, activation, hidden }) => `// A model of the layers before ${layer}, with a new end.
const before = model.getLayer('${layer}').input as tfl.SymbolicTensor;${
    hidden === undefined
      ? ''
      : `\nconst hidden = tfl.layers.dense({ units: ${hidden}, activation: 'relu', kernelInitializer: 'heNormal' }).apply(before);`
  }
const end = tfl.layers.dense({ units: ${units}, activation: '${activation}' }).apply(${hidden === undefined ? 'before' : 'hidden'}) as tfl.SymbolicTensor;
model = tfl.model({ inputs: model.inputs, outputs: end });`,
  setLoss: ({ loss }) => `model.compile({ optimizer: 'adam', loss: '${loss}' });`,
  changeTargets: ({ change, by }) => TARGET_CODE[change](by ?? 1),
  countLabels: () => `// How often each label occurs:
const { values, indices } = tf.unique(tf.reshape(y, [-1]));
console.log(values.dataSync(), tf.bincount(tf.cast(indices, 'int32'), [], values.size).dataSync());`,
  lookAt: ({ layer }) => `console.log(model.getLayer('${layer}').getConfig()); // a layer of an unknown class`,
  leaveOutRows: () => `// Leaves out the rows with a NaN or an infinite number. Or replace these numbers.
const [inX, inY] = [x, y].map((values) => tf.all(tf.isFinite(tf.reshape(values, [values.shape[0], -1])), 1));
const rows = tf.squeeze(await tf.whereAsync(tf.logicalAnd(inX, inY)), [1]);
[x, y] = [x, y].map((values) => tf.gather(values, rows));`,
  fillIn: () => 'x = tf.where(tf.isFinite(x), x, tf.zerosLike(x));',
  unfreeze: ({ layers }) => `model.trainable = true;
for (const layer of ${layersNamed(layers)}) layer.trainable = true;`,
  renewStatistics: ({
    layers,
    momentum,
  }) => `// One pass gives these layers the statistics of x. Then they follow faster.
const norms = ${layersNamed(layers)};
for (const norm of norms) Object.assign(norm, { momentum: 0 });
tf.tidy(() => void model.apply(tf.slice(x, 0, Math.min(512, x.shape[0])), { training: true }));
for (const norm of norms) Object.assign(norm, { momentum: ${momentum} });`,
  setDropout: ({ layers, rate }) => `// In place; where the model is built, these layers take rate: ${rate}.
for (const layer of ${layersNamed(layers)}) Object.assign(layer, { rate: ${rate} });`,
  removePenalty: ({
    layers,
  }) => `// In place, until the model is saved and loaded. Where it is built, make the regularizers 100 times weaker.
for (const layer of ${layersNamed(layers)}) layer.losses.length = 0;`,
  pairTargets: () =>
    '// Where the loss is written, first give the targets the shape of the output: y.reshape(output.shape).',
  meanLoss: () => '// Where the loss is written, take the mean over the samples instead of their sum.',
  shuffle: () => `const order = tf.util.createShuffledIndices(x.shape[0]);
[x, y] = [x, y].map((values) => tf.gather(values, tf.tensor1d(Array.from(order), 'int32')));`,
  scaleResiduals: () => 'scaleResiduals(model);',
  standardizeInputs: ({ isShared }) => `// Before training, and with the same numbers before every prediction:
const { mean, variance } = tf.moments(x${isShared ? '' : ', 0'});
x = tf.div(tf.sub(x, mean), tf.add(tf.sqrt(variance), 1e-6));`,
  setLearningRate: ({ optimizer, learningRate, steps = 1000 }) =>
    isOptimizerName(optimizer)
      ? `await train(model, { x, y }, { optimizer: '${optimizer}', learningRate: ${learningRate}, steps: ${steps} });`
      : `await train(model, { x, y }, { optimizer: tf.train.${optimizer}(${learningRate}), steps: ${steps} });`,
  trainLonger: ({ steps }) => `// With the loss, the optimizer and the learning rate as they are:
await train(model, { x, y }, { steps: ${steps} });`,
  locateNonFinite: () => 'console.log(trace(model, { x, y }).nonFinite); // where the number comes from',
};

/** The code that changes targets. */
const TARGET_CODE: Record<TargetChange, (by: number) => string> = {
  standardize: () => `// Before training. A prediction p then stands for p times the deviation, plus the mean.
const { mean, variance } = tf.moments(y, 0);
y = tf.div(tf.sub(y, mean), tf.add(tf.sqrt(variance), 1e-6));`,
  divide: (by) => `// Before training. A prediction p then stands for ${by} times p.
y = tf.div(y, ${by});`,
  fromOne: () => 'y = tf.sub(y, 1); // classes from 1 on become classes from 0 on',
  toClasses: (by) => `// Undoes the scaling of the labels, so that they are the numbers of classes again.
y = tf.cast(tf.round(tf.div(y, ${by})), 'int32');`,
  toSigns: () => 'y = tf.sub(tf.mul(y, 2), 1); // labels 0 and 1 become −1 and 1',
  toUnit: () => 'y = tf.div(tf.add(y, 1), 2); // labels −1 and 1 become 0 and 1',
  divideBySum: () => 'y = tf.div(y, tf.sum(y, -1, true)); // each row sums to 1',
  oneHot: (by) => `// A column for each of ${by} classes.
y = tf.cast(tf.oneHot(tf.cast(tf.reshape(y, [-1]), 'int32'), ${by}), 'float32');`,
};

/** Libraries in which a repair can be written. */
export type RepairLanguage = 'tfjs' | 'pytorch' | 'keras';

/** Writes a repair as code to paste, including its imports. */
export function writeRepair(repair: readonly RepairStep[], language: RepairLanguage = 'tfjs'): string {
  if (language === 'tfjs') return writeTypeScript(repair);
  return writePython(repair, language === 'pytorch' ? PYTORCH : KERAS);
}

function writeTypeScript(repair: readonly RepairStep[]): string {
  const code = repair.map((step) => (writers[step.type] as (step: RepairStep) => string)(step)).join('\n');
  const names = [...new Set(code.match(/(?<![.\w])[a-z]\w*(?=\()/gi))].sort();
  const lines = [
    ...(/\btf\./.test(code) ? ["import * as tf from '@tensorflow/tfjs-core';"] : []),
    ...(/\btfl\./.test(code) ? ["import * as tfl from '@tensorflow/tfjs-layers';"] : []),
    ...(names.length > 0 ? [`import { ${names.join(', ')} } from 'initlab';`] : []),
  ];
  return [...lines, code].join('\n');
}

/** Groups the names of layers by the record of initializers that they share, written as code. */
function groupsOf(layers: readonly LayerWeights[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, weights } of layers) {
    const entries = Object.entries(weights).map(([weight, init]) => `${weight}: ${descriptionText(init)}`);
    append(groups, `{ ${entries.join(', ')} }`, name);
  }
  return groups;
}

function append(groups: Map<string, string[]>, key: string, name: string): void {
  groups.set(key, [...(groups.get(key) ?? []), name]);
}

/** Writes a call of `initWeights` that gives these weights to the named layers. */
function initWeightsCode(weights: string, names: readonly string[], seed: number | bigint): string {
  const option = seed === 0 ? '' : `\n  seed: ${literal(seed)},`;
  return `initWeights(model, {
  rule: ({ name }) =>
    ${nameList(names, '    ')}.includes(name)
      ? ${weights}
      : undefined,${option}
});`;
}

function centreBiasCode(axes: string, names: readonly string[]): string {
  const sums = axes === '0' ? 'tf.sum(kernel, 0)' : `tf.reshape(tf.sum(kernel, [${axes}]), [-1])`;
  return `for (const name of ${nameList(names, '')}) {
  const [kernel] = model.getLayer(name).getWeights();
  // The outputs of a sigmoid have mean ½, and the bias removes what that adds.
  model.getLayer(name).setWeights([kernel, tf.mul(${sums}, -0.5)]);
}`;
}

/** Writes a list of the layers with these names. A slash leads into a nested model. */
function layersNamed(names: readonly string[]): string {
  if (!names.some((name) => name.includes('/'))) return `${nameList(names, '')}.map((name) => model.getLayer(name))`;
  return `[\n${names.map((name) => `  ${layerPath(name)},\n`).join('')}]`;
}

function layerPath(name: string): string {
  const [first, ...inner] = name.split('/').map((part) => `getLayer('${part}')`);
  return inner.reduce((outer, part) => `(${outer} as typeof model).${part}`, `model.${first}`);
}

/** Writes a list of names, broken into lines that fit a screen. */
function nameList(names: readonly string[], indent: string): string {
  const lines = wrapLines(names.map((name) => `'${name}',`).join(' '), 64);
  if (lines.length === 1) return `[${lines[0].slice(0, -1)}]`;
  return `[\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}]`;
}

function literal(seed: number | bigint): string {
  return typeof seed === 'bigint' ? `${seed}n` : String(seed);
}
