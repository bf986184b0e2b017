import { display, isNotebook, type MimeBundle } from '../../display/display.js';
import { escapeHtml } from '../../display/escapeHtml.js';
import { significant } from '../../display/significant.js';
import { type Table, table } from '../../display/table.js';
import { inNode } from '../../foundation/builtin.js';
import { show } from '../../plot/show.js';
import { trainingCurves } from '../../plot/training/trainingCurves.js';
import type { MonitoredLayer, MonitorReport } from './report.js';
import type { MonitorRun } from './run.js';

/** Shortest time between two drawings in a notebook, which draw a figure. */
const NOTEBOOK_INTERVAL_MS = 1000;

/** Shortest time between two drawings of a line in a terminal. */
const TERMINAL_INTERVAL_MS = 100;

type Shown = Pick<MonitorRun, 'reports' | 'diagnosis' | 'nonFinite' | 'leftOut'>;

/**
 * Makes a function that shows a run where the code runs: a figure and a table in a notebook, one
 * line in a terminal. The diagnosis is shown everywhere, after the end.
 *
 * @param options.hasLine false if something else, such as a progress bar, writes the terminal's
 *   line
 */
export function liveView({ hasLine }: { hasLine: boolean }): (run: Shown) => void {
  if (isNotebook()) return notebookView();
  const isTerminal = hasLine && inNode && process.stderr.isTTY === true;
  return isTerminal ? terminalView() : finalView;
}

function notebookView(): (run: Shown) => void {
  const [figureId, tableId] = [crypto.randomUUID(), crypto.randomUUID()];
  let isFirst = true;
  let next = Number.NEGATIVE_INFINITY;
  return (run) => {
    const isLast = run.diagnosis !== undefined;
    if (!isLast && performance.now() < next) return;
    // The library stays in the page between the first and the last drawing, so it is left out.
    const library = isFirst || isLast ? {} : { plotly: false };
    const figure = trainingCurves(run.reports, { events: run.diagnosis?.events ?? [] });
    show(figure, { id: figureId, update: !isFirst, ...library });
    display(tableBundle(run), { id: tableId, update: !isFirst });
    isFirst = false;
    next = performance.now() + NOTEBOOK_INTERVAL_MS;
  };
}

function terminalView(): (run: Shown) => void {
  let next = Number.NEGATIVE_INFINITY;
  return (run) => {
    const isLast = run.diagnosis !== undefined;
    if (!isLast && performance.now() < next) return;
    next = performance.now() + TERMINAL_INTERVAL_MS;
    const line = statusLine(run.reports[run.reports.length - 1]).slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${line}${isLast ? '\n' : ''}`);
    if (isLast) finalView(run);
  };
}

function finalView({ diagnosis }: Shown): void {
  if (diagnosis === undefined) return;
  if (inNode) process.stderr.write(`${diagnosis}\n`);
  else console.info(String(diagnosis));
}

/** Sums up a report in one line, the most important first. */
function statusLine({ step, loss, blindLoss, layers, nonFinite }: MonitorReport): string {
  const ratios = layers.flatMap(({ updateRatio }) => updateRatio ?? []);
  const dead = layers.filter(({ deadUnits = 0 }) => deadUnits > 0);
  const most = dead.toSorted((a, b) => deadShare(b) - deadShare(a))[0];
  return [
    `monitor  step ${step}`,
    `loss ${loss === null ? 'not finite' : short(loss)}${blindLoss === undefined ? '' : ` (blind guess ${short(blindLoss)})`}`,
    nonFinite && `${nonFinite.value} at step ${nonFinite.step}${nonFinite.layer ? ` in ${nonFinite.layer}` : ''}`,
    ratios.length > 0 && `update:weight ${short(Math.min(...ratios))} to ${short(Math.max(...ratios))}`,
    most && `dead units: ${most.deadUnits} of ${most.units} in ${most.name}${dead.length > 1 ? ' and others' : ''}`,
  ]
    .filter(Boolean)
    .join('  ');
}

function deadShare({ deadUnits = 0, units = 1 }: MonitoredLayer): number {
  return deadUnits / units;
}

function short(value: number): string {
  return significant(value, 2);
}

/** Makes the table of the last report, below the diagnosis or, until there is one, a status. */
function tableBundle({ reports, diagnosis }: Shown): MimeBundle {
  const report = reports[reports.length - 1];
  const rows = bundleOf(layerTable(report));
  const status = statusLine(report)
    .replace(/^monitor {2}/, '')
    .replaceAll('  ', '; ');
  const above = diagnosis
    ? bundleOf(diagnosis)
    : { 'text/html': `<p>${escapeHtml(status)}</p>`, 'text/markdown': status, 'text/plain': status };
  const caption = `Layers after step ${report.step}:`;
  return {
    'text/html': `${above['text/html']}\n<p>${caption}</p>\n${rows['text/html']}`,
    'text/markdown': `${above['text/markdown']}\n\n${caption}\n\n${rows['text/markdown']}`,
    'text/plain': `${above['text/plain']}\n\n${caption}\n${rows['text/plain']}`,
  };
}

/** Makes a table with a row for each layer of a report. */
function layerTable({ layers }: MonitorReport): Table {
  const rows = layers.map(({ name, updateRatio, gradient, units, deadUnits, saturatedShare }) => ({
    layer: name,
    'update:weight': updateRatio === null ? 'not finite' : updateRatio,
    'gradient, rms': gradient === null ? 'not finite' : gradient,
    'dead units': units === undefined ? undefined : `${deadUnits} of ${units}`,
    saturated: saturatedShare === undefined ? undefined : `${significant(100 * saturatedShare, 2)} %`,
  }));
  const columns = Object.keys(rows[0] ?? {}).filter((key) => rows.some((row) => row[key as 'layer'] !== undefined));
  return table(rows, { columns, digits: 2 });
}

function bundleOf(value: object): MimeBundle {
  return (value as Record<symbol, () => MimeBundle>)[Symbol.for('Jupyter.display')]();
}
