import { wrapLines } from '../../../display/wrapLines.js';
import type { LayerWeights, RepairStep, StepOf, TargetChange } from '../repair.js';
import type { Dialect } from './dialect.js';

type Writers = { [T in RepairStep['type']]: (step: StepOf<T>, dialect: Dialect) => Code };

/** Statements of a step: those that change weights, and those about data and training. */
interface Code {
  weights?: string[];
  others?: string[];
}

const say = (...lines: string[]): Code => ({ others: lines });

/**
 * Functions that write each type of step, without imports. What a model must be built with is said
 * in comments.
 */
const writers: Writers = {
  initWeights: ({ layers }, dialect) => ({ weights: groupsOf(layers).flatMap((group) => drawGroup(group, dialect)) }),
  centreBias: ({ layers }, { centre }) => ({
    weights: [
      '# The outputs of a sigmoid have mean 0.5, and the bias removes what that adds.',
      ...layers.flatMap(centre),
    ],
  }),
  openForgetGates: ({ layers }, { openForgetGates }) => ({ weights: layers.flatMap(openForgetGates) }),
  revive: () =>
    say('# Draw the weights of units again that are 0 for all samples: initlab diagnose --repair writes them.'),
  scaleResiduals: () =>
    say('# Divide the weights of the last layer of each residual branch by the square root of the number of branches.'),
  setOutputBias: ({ smoothing, task }, { arrays, setBias }) => {
    if (task === 'regression') return { weights: setBias('y.mean(0)') };
    return {
      weights: [`counts = y.sum(0) + ${smoothing}  # y is one-hot`, ...setBias(`${arrays.log}(counts / counts.sum())`)],
    };
  },
  standardizeInputs: ({ isShared }) =>
    say(
      '# Before training, and with the same numbers before every prediction:',
      isShared ? 'mean, deviation = x.mean(), x.std()' : 'mean, deviation = x.mean(0), x.std(0)',
      'x = (x - mean) / (deviation + 1e-6)',
    ),
  setLearningRate: ({ optimizer, learningRate }, dialect) => say(dialect.optimizer(optimizer, learningRate)),
  trainLonger: ({ steps }) => say(`# Train for more steps, about ${steps}.`),
  locateNonFinite: (_, { arrays, isGuarded }) =>
    isGuarded
      ? say(
          'for name, value in model.named_parameters():',
          `    if not ${arrays.finite}(value).all():`,
          '        print(name)  # where the number comes from',
        )
      : say(
          'for value in model.weights:',
          `    if not ${arrays.finite}(value.numpy()).all():`,
          '        print(value.path)  # where the number comes from',
        ),
  setActivation: ({ layer, activation }) => say(`# Build the model with the activation ${activation} after ${layer}.`),
  replaceLayer: ({ layer, activation }) =>
    say(
      activation === 'linear'
        ? `# Build the model without the layer ${layer}.`
        : `# Build the model with the activation ${activation} instead of the layer ${layer}.`,
    ),
  rebuildOutput: ({ layer, units, activation, hidden }) =>
    say(
      `# Build the model with another end instead of ${layer}:`,
      ...(hidden === undefined ? [] : [`# a layer of ${hidden} units with a ReLU, and then`]),
      `# a layer of ${units} unit${units === 1 ? '' : 's'}${activation === 'linear' ? '' : ` with the activation ${activation}`}.`,
    ),
  setLoss: ({ loss }, dialect) => say(dialect.loss(loss)),
  changeTargets: ({ change, by }, dialect) => say(...TARGETS[change](by ?? 1, dialect)),
  countLabels: (_, { isGuarded }) =>
    say(
      '# How often each label occurs:',
      isGuarded ? 'print(torch.unique(y, return_counts=True))' : 'print(np.unique(y, return_counts=True))',
    ),
  lookAt: ({ layer }, dialect) => say(`print(${dialect.layer(layer)})  # a layer of an unknown class`),
  leaveOutRows: (_, { arrays, isGuarded }) => {
    const rows = (name: string): string =>
      isGuarded
        ? `${arrays.finite}(${name}).flatten(1).all(1)`
        : `${arrays.finite}(${name}).reshape(len(${name}), -1).all(1)`;
    const ofTargets = isGuarded ? `${arrays.finite}(y).reshape(len(y), -1).all(1)` : rows('y');
    return say(
      '# Leaves out the rows with a NaN or an infinite number. Or replace these numbers.',
      `rows = ${rows('x')} & ${ofTargets}`,
      'x, y = x[rows], y[rows]',
    );
  },
  fillIn: (_, { arrays }) => say(`x = ${arrays.where}(${arrays.finite}(x), x, 0.0)`),
  unfreeze: ({ layers }, { layer, isGuarded }) =>
    say(
      ...layers.map((name) => (isGuarded ? `${layer(name)}.requires_grad_(True)` : `${layer(name)}.trainable = True`)),
    ),
  renewStatistics: ({ layers, momentum }, { layer, isGuarded }) =>
    isGuarded
      ? say(
          '# One pass gives these layers the statistics of x. Then they follow faster.',
          `norms = [${layers.map(layer).join(', ')}]`,
          'for norm in norms:',
          '    norm.momentum = 1.0',
          'with torch.no_grad():',
          '    model.train()(x[:512])',
          'for norm in norms:',
          `    norm.momentum = ${Number((1 - momentum).toPrecision(6))}`,
        )
      : say(
          '# One pass gives these layers the statistics of x. Then they follow faster.',
          `norms = [${layers.map(layer).join(', ')}]`,
          'for norm in norms:',
          '    norm.momentum = 0.0',
          'model(x[:512], training=True)',
          'for norm in norms:',
          `    norm.momentum = ${momentum}`,
        ),
  setDropout: ({ layers, rate }, { layer, isGuarded }) =>
    say(...layers.map((name) => `${layer(name)}.${isGuarded ? 'p' : 'rate'} = ${rate}`)),
  removePenalty: ({ layers }, { isGuarded }) =>
    say(
      isGuarded
        ? '# Give the optimizer a weight_decay that is 100 times smaller.'
        : `# Build these layers with regularizers that are 100 times weaker: ${layers.join(', ')}.`,
    ),
  meanLoss: () => say('# Where the loss is written, take the mean over the samples instead of their sum.'),
  pairTargets: () => say('y = y.reshape(len(y), -1)  # the shape of the output, [samples, outputs]'),
  shuffle: (_, { arrays }) => say(`order = ${arrays.permutation}`, 'x, y = x[order], y[order]'),
};

const TARGETS: Record<TargetChange, (by: number, dialect: Dialect) => string[]> = {
  standardize: () => [
    '# Before training. A prediction p then stands for p times the deviation, plus the mean.',
    'mean, deviation = y.mean(0), y.std(0)',
    'y = (y - mean) / (deviation + 1e-6)',
  ],
  divide: (by) => [`y = y / ${by}  # before training; a prediction p then stands for ${by} times p`],
  fromOne: () => ['y = y - 1  # classes from 1 on become classes from 0 on'],
  toClasses: (by, { arrays }) => [`y = y / ${by}`, `y = ${arrays.integers}  # the numbers of classes again`],
  toSigns: () => ['y = 2 * y - 1  # labels 0 and 1 become -1 and 1'],
  toUnit: () => ['y = (y + 1) / 2  # labels -1 and 1 become 0 and 1'],
  divideBySum: (_, { isGuarded }) => [
    `y = y / y.sum(-1, ${isGuarded ? 'keepdim' : 'keepdims'}=True)  # each row sums to 1`,
  ],
  oneHot: (by, { arrays }) => [`y = ${arrays.oneHot(by)}`],
};

/**
 * Groups the layers whose weights are drawn alike. The weights of recurrent layers have names of
 * their own.
 */
function groupsOf(layers: readonly LayerWeights[]): LayerWeights[][] {
  const groups = new Map<string, LayerWeights[]>();
  for (const layer of layers) {
    const key = 'recurrent' in layer.weights ? layer.name : JSON.stringify(layer.weights);
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()];
}

function drawGroup(group: readonly LayerWeights[], { draw, layer }: Dialect): string[] {
  if (group.length === 1) return draw(group[0], layer(group[0].name));
  const paths = wrapLines(group.map(({ name }) => `${layer(name)},`).join(' '), 72);
  const list =
    paths.length === 1
      ? [`for layer in (${paths[0]}):`]
      : ['for layer in (', ...paths.map((line) => `    ${line}`), '):'];
  return [...list, ...draw(group[0], 'layer').map((line) => `    ${line}`)];
}

/** Writes a repair as Python to paste, including its imports. */
export function writePython(repair: readonly RepairStep[], dialect: Dialect): string {
  const blocks = repair.flatMap((step) => {
    const { weights, others } = (writers[step.type] as (step: RepairStep, dialect: Dialect) => Code)(step, dialect);
    if (weights === undefined) return others ?? [];
    const isOnlyComments = weights.every((line) => line.startsWith('#'));
    return dialect.isGuarded && !isOnlyComments
      ? ['with torch.no_grad():', ...weights.map((line) => `    ${line}`)]
      : weights;
  });
  const code = blocks.join('\n');
  const imports = dialect.imports.flatMap(([pattern, line]) => (pattern.test(code) ? [line] : []));
  return [...imports, code].join('\n');
}
