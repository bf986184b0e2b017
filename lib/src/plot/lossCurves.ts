import { mean } from '../foundation/statistics.js';
import { type Figure, figure } from './figure.js';
import { neutral } from './schemes.js';
import { line, markers, type Trace } from './traces.js';

/** One training: what `train` returns, with a name. */
export interface LossRun {
  name: string;
  /** Loss of each step's batch, the first step's first. */
  loss: ArrayLike<number>;
  /** Loss on other data after these numbers of steps. */
  evaluations?: { step: ArrayLike<number>; loss: ArrayLike<number> };
  /** The scheme whose look to take, see `markers`; by default the looks follow the order of the runs. */
  scheme?: string | number;
}

/** Points a line has at most: each is the mean of as many steps as it takes. */
const POINTS = 100;

/**
 * The loss by training step: that of the batches as a line, averaged over neighbouring steps, that on other data as markers. Where a run
 * comes to NaN or infinity an arrow says so.
 *
 * @param options.baseline a loss to compare with, drawn dotted, as ln 10 for ten classes and no knowledge
 * @param options.type of the vertical axis, 'linear' (default) or 'log'
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
  const { title = 'Loss by training step', quantity = 'loss of the batch', type = 'linear', baseline } = options;
  const last = Math.max(1, ...runs.map(({ loss }) => loss.length));
  return figure({
    title,
    x: { title: 'step', rangemode: 'tozero' },
    y: { title: quantity, type, ...(type === 'linear' && { rangemode: 'tozero' }) },
    data: [
      ...runs.flatMap(traces),
      ...(baseline ? [dotted(line(baseline.name, [0, last], [baseline.loss, baseline.loss]))] : []),
      ...(runs.some(({ evaluations }) => evaluations?.step.length)
        ? [markers('markers: other data', [null], [null])]
        : []),
    ],
    layout: { annotations: runs.flatMap((run) => ending(run, type)) },
  });
}

function traces({ name, loss, evaluations, scheme }: LossRun, index: number): Trace[] {
  const style = scheme ?? index;
  const { steps, means } = averaged(loss);
  const curve = { ...line(name, steps, means, style), legendgroup: name };
  if (!evaluations || evaluations.step.length === 0) return [curve];
  const values = Array.from(evaluations.loss, shown);
  const points = markers(`${name}, other data`, Array.from(evaluations.step), values, style);
  return [curve, { ...points, legendgroup: name, showlegend: false }];
}

/** Means of neighbouring steps; null where a step has no finite loss. */
function averaged(loss: ArrayLike<number>): { steps: number[]; means: (number | null)[] } {
  const size = Math.ceil(loss.length / POINTS) || 1;
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

/** Dots far apart: those of 'dot' are a scheme's. */
function dotted(trace: Trace): Trace {
  return { ...trace, line: { ...(trace.line as object), dash: '2px,7px' } };
}

/** Where the loss is no number, an arrow at the last one that is. */
function ending({ loss }: LossRun, type: 'linear' | 'log'): Record<string, unknown>[] {
  const gone = Array.from(loss).findIndex((value) => !Number.isFinite(value));
  if (gone < 1) return [];
  const y = type === 'log' ? Math.log10(loss[gone - 1]) : loss[gone - 1];
  const arrow = { showarrow: true, arrowhead: 2, arrowcolor: neutral.color, ax: -60, ay: -12 };
  return [{ x: gone, y, text: `${loss[gone]} at step ${gone + 1}`, ...arrow }];
}
