import { describeActivation } from '../../activation/activation.js';
import { type Advice, type BiasAdvice, type Row, zeroBias } from '../advice.js';
import type { Asked } from '../options.js';
import { recipe } from '../recipe.js';

type Task = NonNullable<Asked['task']>;

/** What ends in each activation if nothing is said. */
const usualTask: Record<string, Task> = { softmax: 'softmax', sigmoid: 'binary', linear: 'regression' };

/** The last layer, by what it predicts. */
export const outputLayers: readonly Row[] = [
  row('softmax', (asked) => ({
    ...gain1,
    bias: fromLabels('ln of the share of each class', asked),
    why: 'Of features with second moment 1 the logits have variance 1, and the first loss is about ½ above ln C; a gain of √2 would double that. With the bias the net begins at the shares of the classes.',
    source: 'LeCun et al. 1998, §4.6; Lin et al. 2017, §4.1',
  })),
  row('binary', (asked) => ({
    ...gain1,
    bias: fromLabels('the log-odds, ln(p/(1 − p))', asked),
    why: 'Of features with second moment 1 the logit has variance 1. Where one class is rare, the bias saves the first steps, which would go to learning just that.',
    source: 'LeCun et al. 1998, §4.6; Lin et al. 2017, §4.1',
  })),
  row('regression', (asked) => ({
    recipe: recipe('lecunNormal', { gain: 0.1 }),
    gain: 0.1,
    bias: nameOf(asked) === 'linear' ? fromLabels('the mean of the targets', asked) : zeroBias,
    why: 'What the outputs vary at first is error, added to the variance of the targets: with gain .1, and targets of variance 1, it is 1 % of it. Standardize the targets, or scale the gain by their standard deviation.',
    source: 'Yang et al. 2022 (outputs that begin near 0, or at 0)',
  })),
  row('gan', () => ({
    recipe: recipe('normal', { std: 0.02 }),
    gain: Number.NaN,
    why: 'In a DCGAN all weights begin so, in the generator, which ends in tanh, and in the discriminator; its batch normalizations set the scale of the hidden layers, and small outputs begin where tanh and sigmoid have a gradient.',
    source: 'Radford, Metz, Chintala 2016, §4',
  })),
];

const gain1: Pick<Advice, 'recipe' | 'gain'> = { recipe: recipe('lecunNormal'), gain: 1 };

function row(task: Task, advice: (asked: Asked) => Omit<Advice, 'rate'>): Row {
  return {
    suits: (asked) => asked.layer === 'output' && taskOf(asked) === task,
    advice: (asked) => ({ ...advice(asked), rate: 'output' }),
  };
}

function taskOf(asked: Asked): Task {
  const name = nameOf(asked);
  const task = asked.task ?? usualTask[name];
  if (task === undefined)
    throw new RangeError(
      `activation is "${name}" of an output layer; say what it predicts, task: 'regression' or 'gan', or take softmax, sigmoid or linear`,
    );
  if (fits(task, name)) return task;
  throw new RangeError(`task is "${task}" of an output layer with ${name}; allowed: ${tasksOf(name).join(', ')}`);
}

function tasksOf(name: string): Task[] {
  return (['softmax', 'binary', 'regression', 'gan'] as const).filter((task) => fits(task, name));
}

/** Linear outputs may be the logits of either. */
function fits(task: Task, name: string): boolean {
  if (name === 'softmax') return task === 'softmax';
  return task === 'softmax' ? name === 'linear' : task !== 'binary' || name === 'sigmoid' || name === 'linear';
}

function nameOf({ activation }: Asked): string {
  return activation === 'softmax' ? activation : (describeActivation(activation)?.name ?? activation.name);
}

/** The call says the task where the activation does not. */
function fromLabels(what: string, asked: Asked): BiasAdvice {
  const task = taskOf(asked);
  const told = usualTask[nameOf(asked)] === task && task !== 'regression' ? '' : `, { task: '${task}' }`;
  return { ...zeroBias, text: `${what}: setOutputBias(model, { y }${told})` };
}
