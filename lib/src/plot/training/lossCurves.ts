import { mean } from '../../foundation/statistics.js';
import { type Figure, figure } from '../figure.js';
import { isSeries, plotArgument } from '../plotArgument.js';
import { defaultStyle, neutral } from '../schemes.js';
import { line, markers, type Trace } from '../traces.js';

/** One run: what `train` returns, with a name. */
export interface LossRun {
  /**
   * Name for the legend. Runs with the same name, such as one start with several seeds, are drawn
   * as thin lines of one style with one entry.
   */
  name: string;
  /** Loss of the batch of each step, from the first step on. */
  loss: ArrayLike<number>;
  /** Losses on other data, each after the given number of steps. */
  evaluations?: { step: ArrayLike<number>; loss: ArrayLike<number> };
  /** Scheme whose style to use, see `markers`. Default: a variant. */
  scheme?: string | number;
}

/**
 * Largest number of points in a line. For a longer run, each point is the mean of several steps.
 */
const MAX_POINTS = 100;

/**
 * Draws the loss per training step: the loss of the batches as a line, averaged over neighbouring
 * steps, and the loss on other data as markers. If the loss becomes NaN or infinite, an arrow says
 * so.
 *
 * @param options.baseline a loss to compare with, drawn as a dotted line, for example ln 10 for
 *   guessing among ten classes
 * @param options.type scale of the vertical axis, 'linear' (default) or 'log'
 * @throws TypeError if the argument is not a list of runs
 * @example
 * ```ts
 * import { lossCurves } from 'initlab/plot';
 * const figure = lossCurves([{ name: 'he', loss: [2, 1, 0.5] }], { baseline: { name: 'chance', loss: Math.log(10) } });
 * figure.data.map((trace) => trace.name); // ['he', 'chance']
 * ```
 */
export function lossCurves(
  runs: readonly LossRun[],
  options: {
    title?: string;
    quantity?: string;
    type?: 'linear' | 'log';
    baseline?: { name: string; loss: number };
  } = {},
): Figure {
  const usage = "a list: lossCurves([{ name: 'he', loss: [2, 1] }])";
  plotArgument(isSeries(runs, 'loss'), runs, 'lossCurves: runs', usage);
  const { title = 'Loss by training step', quantity = 'loss of the batch', type = 'linear', baseline } = options;
  const last = Math.max(1, ...runs.map(({ loss }) => loss.length));
  const names = [...new Set(runs.map(({ name }) => name))];
  return figure({
    title,
    x: { title: 'step', rangemode: 'tozero' },
    y: { title: quantity, type, ...(type === 'linear' && { rangemode: 'tozero' }) },
    data: [
      ...runs.flatMap((run, i) => {
        const isFirst = runs.findIndex(({ name }) => name === run.name) === i;
        const isAlone = runs.filter(({ name }) => name === run.name).length === 1;
        return traces(run, names.indexOf(run.name)).map((trace) =>
          isAlone ? trace : thin(trace, isFirst && trace.showlegend !== false),
        );
      }),
      ...(baseline ? [dotted(line(baseline.name, [0, last], [baseline.loss, baseline.loss]))] : []),
      ...(runs.some(({ evaluations }) => evaluations?.step.length)
        ? [markers('markers: other data', [null], [null])]
        : []),
    ],
    layout: { annotations: runs.flatMap((run) => ending(run, type)) },
  });
}

/** Draws a run that is one of several with the same name. */
function thin(trace: Trace, hasEntry: boolean): Trace {
  return {
    ...trace,
    showlegend: hasEntry,
    ...(trace.line !== undefined && { line: { ...(trace.line as object), width: 1 } }),
  };
}

function traces({ name, loss, evaluations, scheme }: LossRun, index: number): Trace[] {
  const style = scheme ?? defaultStyle(index);
  const { steps, means } = averageSteps(loss);
  const curve = { ...line(name, steps, means, style), legendgroup: name };
  if (!evaluations || evaluations.step.length === 0) return [curve];
  const values = Array.from(evaluations.loss, shown);
  const points = markers(`${name}, other data`, Array.from(evaluations.step), values, style);
  return [curve, { ...points, legendgroup: name, showlegend: false }];
}

/** Averages neighbouring steps; the mean is null if a step has no finite loss. */
function averageSteps(loss: ArrayLike<number>): { steps: number[]; means: (number | null)[] } {
  const size = Math.ceil(loss.length / MAX_POINTS) || 1;
  const starts = Array.from({ length: Math.ceil(loss.length / size) }, (_, i) => i * size);
  const groups = starts.map((start) => Array.from(loss).slice(start, start + size));
  return {
    steps: groups.map((group, i) => starts[i] + (group.length + 1) / 2),
    means: groups.map((group) => shown(mean(group))),
  };
}

function shown(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}

/** Draws a trace with wide dots, because a scheme has the style 'dot'. */
function dotted(trace: Trace): Trace {
  return { ...trace, line: { ...(trace.line as object), dash: '2px,7px' } };
}

/** Makes an arrow at the last finite loss if the loss becomes NaN or infinite. */
function ending({ loss }: LossRun, type: 'linear' | 'log'): Record<string, unknown>[] {
  const gone = Array.from(loss).findIndex((value) => !Number.isFinite(value));
  if (gone < 1) return [];
  const y = type === 'log' ? Math.log10(loss[gone - 1]) : loss[gone - 1];
  const arrow = { showarrow: true, arrowhead: 2, arrowcolor: neutral.color, ax: -60, ay: -12 };
  return [{ x: gone, y, text: `${loss[gone]} at step ${gone + 1}`, ...arrow }];
}
