import { describeActivation } from '../../activation/activation.js';
import { type Advice, type BiasAdvice, type Row, zeroBias } from '../advice.js';
import type { CheckedOptions } from '../options.js';
import { recipe } from '../recipe.js';

type Task = NonNullable<CheckedOptions['task']>;

/** The default task for each activation. */
const USUAL_TASKS: Record<string, Task> = { softmax: 'softmax', sigmoid: 'binary', linear: 'regression' };

/**
 * Chooses the gain of LeCun's initializer for an output layer, by what the layer predicts. The
 * repairs of `diagnose` use it too.
 */
export function outputGain(task: 'softmax' | 'binary' | 'regression'): number {
  return task === 'regression' ? 0.1 : 1;
}

/** Rows for the output layer, one for each task. */
export const outputLayers: readonly Row[] = [
  row('softmax', (options) => ({
    ...GAIN_1,
    bias: fromLabels('ln of the frequency of each class', options),
    why: 'If the features have second moment 1, the logits have variance 1 and the first loss is about ½ above ln C; a gain of √2 would double that. With the bias the net starts at the class frequencies.',
    source: 'LeCun et al. 1998, §4.6; Lin et al. 2017, §4.1',
  })),
  row('binary', (options) => ({
    ...GAIN_1,
    bias: fromLabels('the log-odds, ln(p/(1 − p))', options),
    why: 'If the features have second moment 1, the logit has variance 1. If one class is rare, the bias saves the first steps, which would be spent on learning just that.',
    source: 'LeCun et al. 1998, §4.6; Lin et al. 2017, §4.1',
  })),
  row('regression', (options) => ({
    recipe: recipe('lecunNormal', { gain: outputGain('regression') }),
    gain: outputGain('regression'),
    bias: nameOf(options) === 'linear' ? fromLabels('the mean of the targets', options) : zeroBias,
    why: 'The initial variance of the outputs is error in addition to the variance of the targets: with gain .1, and targets of variance 1, it is 1 % of it. Standardize the targets, or scale the gain by their standard deviation.',
    source: 'Yang et al. 2022 (outputs that start near 0, or at 0)',
  })),
  row('gan', () => ({
    recipe: recipe('normal', { std: 0.02 }),
    gain: Number.NaN,
    why: 'A DCGAN draws all weights this way, in the generator, which ends in tanh, and in the discriminator. Its batch normalizations set the scale of the hidden layers, and small outputs start where tanh and sigmoid have a gradient.',
    source: 'Radford, Metz, Chintala 2016, §4',
  })),
];

const GAIN_1: Pick<Advice, 'recipe' | 'gain'> = { recipe: recipe('lecunNormal'), gain: outputGain('softmax') };

function row(task: Task, advice: (options: CheckedOptions) => Omit<Advice, 'rate'>): Row {
  return {
    suits: (options) => options.layer === 'output' && taskOf(options) === task,
    advice: (options) => ({ ...advice(options), rate: 'output' }),
  };
}

function taskOf(options: CheckedOptions): Task {
  const name = nameOf(options);
  const task = options.task ?? USUAL_TASKS[name];
  if (task === undefined)
    throw new RangeError(
      `activation is "${name}" of an output layer; say what it predicts, task: 'regression' or 'gan', or use softmax, sigmoid or linear`,
    );
  if (fits(task, name)) return task;
  throw new RangeError(`task is "${task}" of an output layer with ${name}; allowed: ${tasksOf(name).join(', ')}`);
}

function tasksOf(name: string): Task[] {
  return (['softmax', 'binary', 'regression', 'gan'] as const).filter((task) => fits(task, name));
}

/** Checks whether a task can end in an activation. Linear outputs may be logits. */
function fits(task: Task, name: string): boolean {
  if (name === 'softmax') return task === 'softmax';
  return task === 'softmax' ? name === 'linear' : task !== 'binary' || name === 'sigmoid' || name === 'linear';
}

function nameOf({ activation }: CheckedOptions): string {
  return activation === 'softmax' ? activation : (describeActivation(activation)?.name ?? activation.name);
}

/**
 * Describes a bias from the labels. The call names the task if the activation does not decide it.
 */
function fromLabels(what: string, options: CheckedOptions): BiasAdvice {
  const task = taskOf(options);
  const taskOption = USUAL_TASKS[nameOf(options)] === task && task !== 'regression' ? '' : `, { task: '${task}' }`;
  return { ...zeroBias, text: `${what}: setOutputBias(model, { y }${taskOption})` };
}
