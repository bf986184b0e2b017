import type { MimeBundle } from '../display/display.js';
import { escapeHtml } from '../display/escapeHtml.js';
import { significant } from '../display/significant.js';
import { table } from '../display/table.js';
import type { Representations } from '../display/withDisplay.js';
import { withDisplay } from '../display/withDisplay.js';
import { wrapLines } from '../display/wrapLines.js';
import type { Initializer } from '../init/initializer.js';
import { type Advice, zeroBias } from './advice.js';
import { type Calls, callsOf } from './calls.js';
import { learningRate } from './learningRates.js';
import type { CheckedOptions } from './options.js';

/**
 * The recommended initialization of a layer. A notebook shows it as a table, a terminal as lines.
 */
export interface Recommendation {
  /**
   * The initializer of the layer's weight matrix. In a recurrent layer, that is the matrix applied
   * to the state.
   */
  initializer: Initializer;
  /** Code that creates the initializer, ready to paste. */
  code: string;
  /** Calls that do the same in PyTorch, Keras and JAX. */
  calls: Calls;
  /**
   * √(fanIn·Var(w)) of the initializer, for fanIn = fanOut if it uses both; NaN if its scale does
   * not follow the fan.
   */
  gain: number;
  /** Description of the bias. */
  bias: string;
  /**
   * Initializers of all weights by name, in the form that a rule of `initWeights` may return.
   * `bias` is left out if it depends on the weights. A bias that depends on the labels starts at 0
   * here.
   */
  weights: Readonly<Record<string, Initializer>>;
  /**
   * Advice on the learning rate: how the optimizer moves the weights, and what follows from that.
   * Present if an optimizer was given.
   */
  learningRate?: string;
  why: string;
  source: string;
  toString(): string;
}

/** Name of the weight that `initializer` is for, if it is not 'kernel'. */
const WEIGHT_NAMES: Partial<Record<CheckedOptions['layer'], string>> = {
  depthwise: 'depthwise',
  embedding: 'embeddings',
  rnn: 'recurrent',
  lstm: 'recurrent',
  gru: 'recurrent',
};

/** Turns advice into a recommendation that displays itself. */
export function recommendation(options: CheckedOptions, advice: Advice): Recommendation {
  const { recipe, gain, bias = zeroBias, others = {}, why, source, rate } = advice;
  const { layer, optimizer } = options;
  const hasBias = bias.initializer !== undefined && layer !== 'embedding';
  const found = {
    ...recipe,
    calls: callsOf(recipe.initializer, gain, layer),
    gain,
    bias: layer === 'embedding' ? 'none' : bias.text,
    weights: {
      [WEIGHT_NAMES[layer] ?? 'kernel']: recipe.initializer,
      ...others,
      ...(hasBias && { bias: bias.initializer as Initializer }),
    },
    ...(optimizer !== undefined && { learningRate: learningRate(optimizer, rate) }),
    why,
    source,
  };
  return withDisplay(found, representations(options, found));
}

/** The properties of a recommendation, without its formatting. */
type Shown = Omit<Recommendation, 'toString'>;

/**
 * Shows a line with the call, followed by its properties: as a table in a notebook, as lines in a
 * terminal.
 */
function representations(options: CheckedOptions, found: Shown): Representations {
  const line = headline(options, found.code);
  const rows = rowsOf(found);
  const shown = table(rows.map(([what, is]) => ({ what, is }))) as unknown as Record<symbol, () => MimeBundle>;
  const part = (type: string): unknown => shown[Symbol.for('Jupyter.display')]()[type];
  return {
    html: () => `<p>${escapeHtml(line)}</p>\n${part('text/html')}`,
    markdown: () => `${line}\n\n${part('text/markdown')}`,
    text: () => [line, ...rows.map(([what, is]) => textOf(what, is))].join('\n'),
  };
}

function headline({ layer, activation }: CheckedOptions, code: string): string {
  const name = activation === 'softmax' ? activation : activation.name;
  const follows = layer === 'embedding' || layer === 'attention' || name === 'linear' ? '' : ` with ${name}`;
  return `${layer} layer${follows}: ${code}`;
}

function rowsOf({ gain, bias, learningRate, why, source }: Shown): [string, string][] {
  return [
    ['gain', Number.isNaN(gain) ? 'none, because the scale does not follow the fan' : significant(gain, 4)],
    ['bias', bias],
    ['why', why],
    ...(learningRate === undefined ? [] : [['learning rate', learningRate] as [string, string]]),
    ['source', source],
  ];
}

function textOf(what: string, is: string): string {
  const [first, ...more] = wrapLines(is, 80);
  return [`  ${what.padEnd(13)}  ${first}`, ...more.map((line) => `${' '.repeat(17)}${line}`)].join('\n');
}
