import { type Axis, axisLayout, type Figure, figure } from '../figure.js';
import { onLogAxis } from '../onLogAxis.js';
import { plotArgument } from '../plotArgument.js';
import { neutral, styleOf } from '../schemes.js';
import { line, markers, type Trace } from '../traces.js';

/** Part of a report of `monitor` that {@link trainingCurves} draws. */
export interface TrainingReport {
  readonly step: number;
  readonly batchLoss?: number | null;
  readonly loss: number | null;
  readonly blindLoss?: number;
  readonly layers: readonly {
    readonly name: string;
    readonly updateRatio?: number | null;
    readonly gradient?: number | null;
    readonly units?: number;
    readonly deadUnits?: number;
    readonly saturatedShare?: number;
  }[];
}

/** An event that is marked over all panels, as in the diagnosis of `monitor`. */
export interface CurveEvent {
  readonly kind: string;
  readonly step: number;
  readonly layer?: string;
}

type Row = TrainingReport['layers'][number];

/** One panel: its vertical axis, and the traces in it. */
interface Panel {
  axis: Axis;
  traces: Trace[];
}

/**
 * Largest number of layers to draw, because there are as many styles that belong to no scheme. The
 * table has all layers.
 */
const MAX_LAYERS = 4;

/** Largest number of reports to draw. */
const MAX_REPORTS = 150;

/** Largest number of events to mark. */
const MAX_EVENTS = 4;

/** Number of decades that a low panel has room to label. */
const MAX_LABELLED_DECADES = 5;

/** Range of the losses, as a factor, from which the axis is logarithmic. */
const LOG_RANGE = 50;

const PANEL_HEIGHT_PX = 150;
const GAP_PX = 22;
const TOP_PX = 50;
const EVENT_PX = 16;
const BOTTOM_PX = 110;

/** Text of the label of an event, after the name of its layer. */
const EVENT_LABELS: Readonly<Record<string, string>> = {
  nonFinite: 'NaN or ∞',
  deadUnits: 'units die',
  saturation: 'saturates',
  lossJump: 'loss jumps',
};

/**
 * Draws the reports of `monitor` over the steps, in panels with one axis of steps: the loss next to
 * that of a blind guess; and for each layer the size of the updates relative to the weights, the
 * size of the gradient, and the share of units that are dead or saturated. Up to four layers are
 * drawn: those that events name, and others spread over the depth. A value that is 0, infinite or
 * NaN leaves a gap on a logarithmic axis.
 *
 * @param reports what `monitor` reports, in the order of the steps
 * @param options.events events to mark, for example those of the diagnosis
 * @throws TypeError if the argument is not a list of reports
 * @example
 * ```ts
 * import { trainingCurves } from 'initlab/plot';
 * const layers = [{ name: 'hidden', updateRatio: 0.001, gradient: 0.02, units: 16, deadUnits: 4 }];
 * const { data } = trainingCurves([{ step: 10, loss: 0.5, blindLoss: 0.69, layers }]);
 * data.map(({ name }) => name); // ['loss on the sample', 'blind guess', 'hidden', 'hidden', 'hidden']
 * ```
 */
export function trainingCurves(
  reports: readonly TrainingReport[],
  options: { title?: string; events?: readonly CurveEvent[] } = {},
): Figure {
  const isList = Array.isArray(reports) && reports.every((report) => Array.isArray(report?.layers));
  plotArgument(isList, reports, 'trainingCurves: the reports', 'the reports of monitor: trainingCurves(watch.reports)');
  const { title = 'Training, step by step', events = [] } = options;
  const drawn = thinned(reports);
  const marked = events.filter(({ kind, step }) => kind in EVENT_LABELS && step > 0).slice(0, MAX_EVENTS);
  const names = chooseLayers(drawn, events);
  const panels = [lossPanel(drawn), ...layerPanels(drawn, names)];
  const top = TOP_PX + EVENT_PX * marked.length;
  const inner = panels.length * PANEL_HEIGHT_PX + (panels.length - 1) * GAP_PX;
  const [first, ...others] = panels.map((panel, i) => {
    const start = 1 - (i * (PANEL_HEIGHT_PX + GAP_PX)) / inner;
    const domain = [Math.max(0, start - PANEL_HEIGHT_PX / inner), start].map((end) => Number(end.toFixed(4)));
    const id = i === 0 ? 'y' : `y${i + 1}`;
    return { id, axis: { ...panel.axis, domain }, traces: panel.traces.map((trace) => ({ ...trace, yaxis: id })) };
  });
  const last = others.at(-1) ?? first;
  return figure({
    title,
    x: { title: 'step', rangemode: 'tozero', anchor: last.id },
    y: first.axis,
    data: [first, ...others].flatMap(({ traces }) => traces),
    layout: {
      height: top + inner + BOTTOM_PX,
      margin: { l: 80, r: 20, t: top, b: BOTTOM_PX },
      ...Object.fromEntries(
        others.map(({ id, axis, traces }) => [id.replace('y', 'yaxis'), axisLayout(axis, traces.flatMap(valuesOf))]),
      ),
      shapes: marked.map(({ step }) => eventLine(step)),
      annotations: marked.map((event, i) => eventLabel(event, i)),
    },
  });
}

/** Takes reports at equal distances, and the last one. */
function thinned(reports: readonly TrainingReport[]): readonly TrainingReport[] {
  const stride = Math.ceil(reports.length / MAX_REPORTS);
  return reports.filter((_, i) => i % stride === 0 || i === reports.length - 1);
}

/** Chooses layers that events name, and then others spread over the depth. */
function chooseLayers(reports: readonly TrainingReport[], events: readonly CurveEvent[]): string[] {
  const all = [...new Set(reports.flatMap(({ layers }) => layers.map(({ name }) => name)))];
  if (all.length <= MAX_LAYERS) return all;
  const named = [...new Set(events.flatMap(({ layer }) => layer ?? []))].filter((name) => all.includes(name));
  const chosen = new Set(named.slice(0, MAX_LAYERS));
  const weighted = all.filter((name) =>
    reports.some(({ layers }) => layers.some((row) => row.name === name && row.gradient !== undefined)),
  );
  const others = (weighted.length > 0 ? weighted : all).filter((name) => !chosen.has(name));
  const count = Math.min(others.length, MAX_LAYERS - chosen.size);
  for (let i = 0; i < count; i++) chosen.add(others[Math.round((i * (others.length - 1)) / Math.max(1, count - 1))]);
  return all.filter((name) => chosen.has(name));
}

function lossPanel(reports: readonly TrainingReport[]): Panel {
  const steps = reports.map(({ step }) => step);
  const losses = reports.map(({ loss }) => loss);
  const batches = reports.map(({ batchLoss }) => batchLoss ?? null);
  const blind = reports[0]?.blindLoss;
  const known = [...losses, ...batches].filter((loss) => loss !== null && loss > 0) as number[];
  const isWide = known.reduce((a, b) => Math.max(a, b), 0) > LOG_RANGE * known.reduce((a, b) => Math.min(a, b), 1e38);
  const onAxis = isWide ? onLogAxis : plainValues;
  const last = Math.max(1, steps.at(-1) ?? 1);
  const { color } = neutral;
  const batchMarks = {
    ...markers('loss of the batch', steps, onAxis(numbers(batches))),
    marker: { color, symbol: 'x-thin-open', size: 6 },
  };
  return {
    axis: isWide ? withTicks({ title: 'loss', type: 'log' }, known) : { title: 'loss', rangemode: 'tozero' },
    traces: [
      {
        ...line('loss on the sample', steps, onAxis(numbers(losses))),
        mode: 'lines+markers',
        marker: { color, symbol: 'circle', size: 5 },
      },
      ...(batches.some((loss) => loss !== null) ? [batchMarks] : []),
      ...(blind === undefined ? [] : [wideDots(line('blind guess', [0, last], [blind, blind]))]),
    ],
  };
}

function layerPanels(reports: readonly TrainingReport[], names: readonly string[]): Panel[] {
  const shown = new Set<string>();
  const panels = [
    panel(reports, names, shown, { title: 'update : weight', type: 'log' }, ({ updateRatio }) => updateRatio),
    panel(reports, names, shown, { title: 'gradient, rms', type: 'log' }, ({ gradient }) => gradient),
    unitPanel(reports, names, shown),
  ];
  return panels.filter(({ traces }) => traces.length > 0);
}

/** Makes a panel with a line for each layer that has the quantity. */
function panel(
  reports: readonly TrainingReport[],
  names: readonly string[],
  shown: Set<string>,
  axis: Axis,
  quantity: (row: Row) => number | null | undefined,
): Panel {
  const onAxis = axis.type === 'log' ? onLogAxis : plainValues;
  const traces = names.flatMap((name, style): Trace[] => {
    const rows = seriesOf(reports, name, quantity);
    if (rows.length === 0) return [];
    const values = onAxis(numbers(rows.map(({ value }) => value)));
    return [
      layerTrace(
        name,
        rows.map(({ step }) => step),
        values,
        `variant${style + 1}`,
        shown,
      ),
    ];
  });
  return { axis: withTicks(axis, traces.flatMap(valuesOf)), traces };
}

/** Labels only decades, and not all of them if there are many, because the panels are low. */
function withTicks(axis: Axis, values: readonly number[]): Axis {
  if (axis.type !== 'log' || values.length === 0) return axis;
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const decades = Math.log10(most / least);
  return most / least > 20 ? { ...axis, dtick: Math.max(1, Math.ceil(decades / MAX_LABELLED_DECADES)) } : axis;
}

/** Makes the panel of the units: filled symbols for dead units, open ones for saturated outputs. */
function unitPanel(reports: readonly TrainingReport[], names: readonly string[], shown: Set<string>): Panel {
  const axis: Axis = { title: 'dead units, %', range: [-4, 104], tickvals: [0, 25, 50, 75, 100] };
  const isBounded = (name: string): boolean =>
    seriesOf(reports, name, ({ saturatedShare }) => saturatedShare).length > 0;
  const hasDead = (name: string): boolean =>
    seriesOf(reports, name, deadShare).some(({ value }) => value !== null && value > 0);
  const dead = names.map((name) => (isBounded(name) && !hasDead(name) ? '' : name));
  const { traces } = panel(reports, dead, shown, axis, (row) => percent(deadShare(row)));
  const saturated = panel(reports, names, shown, axis, (row) => percent(row.saturatedShare)).traces.map(openSymbols);
  const legend = saturated.length > 0 ? [{ ...openSymbols(markers('open: saturated outputs', [null], [null])) }] : [];
  const title = saturated.length === 0 ? axis.title : traces.length === 0 ? 'saturated, %' : 'dead, saturated, %';
  return { axis: { ...axis, title }, traces: [...traces, ...saturated, ...legend] };
}

function deadShare({ deadUnits, units }: Row): number | undefined {
  return deadUnits === undefined || units === undefined ? undefined : deadUnits / units;
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : 100 * share;
}

function seriesOf(
  reports: readonly TrainingReport[],
  name: string,
  quantity: (row: Row) => number | null | undefined,
): { step: number; value: number | null }[] {
  return reports.flatMap(({ step, layers }) => {
    const row = layers.find((layer) => layer.name === name);
    const value = row && quantity(row);
    return value === undefined ? [] : [{ step, value }];
  });
}

/** Makes the line of one layer, which the legend lists once for all panels. */
function layerTrace(name: string, x: number[], y: (number | null)[], style: string, shown: Set<string>): Trace {
  const { symbol } = styleOf(style);
  const trace = line(name, x, y, style);
  const { color } = trace.line as { color: string };
  const showlegend = !shown.has(name);
  shown.add(name);
  return {
    ...trace,
    mode: 'lines+markers',
    line: { ...(trace.line as object), width: 1.5 },
    marker: { color, symbol, size: 6 },
    legendgroup: name,
    showlegend,
    cliponaxis: false,
  };
}

function openSymbols(trace: Trace): Trace {
  const { symbol, ...marker } = trace.marker as { symbol: string };
  return { ...trace, marker: { ...marker, symbol: `${symbol}-open` } };
}

/** Draws a line with wide dots, because a layer has the style 'dot'. */
function wideDots(trace: Trace): Trace {
  return { ...trace, line: { ...(trace.line as object), dash: '2px,7px' } };
}

function numbers(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? Number.NaN);
}

function plainValues(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(5)) : null));
}

function valuesOf({ y }: Trace): number[] {
  return (y as (number | null)[]).filter((value) => value !== null);
}

function eventLine(step: number): Record<string, unknown> {
  const dashed = { color: neutral.color, width: 1, dash: 'dash' };
  return { type: 'line', xref: 'x', x0: step, x1: step, yref: 'paper', y0: 0, y1: 1, line: dashed };
}

/** Makes the label of an event above the first panel, with a row of its own. */
function eventLabel({ kind, step, layer }: CurveEvent, row: number): Record<string, unknown> {
  const text = `step ${step}: ${layer === undefined ? '' : `${layer}, `}${EVENT_LABELS[kind]}`;
  return {
    text,
    x: step,
    xref: 'x',
    xanchor: 'auto',
    y: 1,
    yref: 'paper',
    yanchor: 'bottom',
    yshift: EVENT_PX * row,
    showarrow: false,
    font: { size: 11 },
  };
}
