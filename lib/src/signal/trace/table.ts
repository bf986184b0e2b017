import { type Table, table } from '../../display/table.js';
import { withTable } from '../../display/withTable.js';
import type { ModelTrace, TracedLayer } from './result.js';

type Measured = Omit<ModelTrace, 'toString'>;

/** Makes a trace show itself as a table with a row for each call. */
export function showAsTable(trace: Measured): ModelTrace {
  return withTable(trace, headline(trace), rows(trace));
}

function headline({ layers, batch, loss, nonFinite }: Measured): string {
  const origin = { option: '', model: ', as compiled', output: ', chosen for the output' };
  return [
    `${layers.length} layer calls, ${batch} samples`,
    ...(loss ? [`loss ${loss.value.toPrecision(4)} (${loss.name}${origin[loss.from]})`] : []),
    ...(nonFinite ? [`not finite from ${nonFinite.layer} on (${nonFinite.where})`] : []),
  ].join('; ');
}

function rows({ layers }: Measured): Table {
  const lines = layers.map(row);
  const columns = Object.keys(lines[0]).filter((key) => lines.some((line) => line[key] !== undefined));
  return table(lines, { columns, digits: 3 });
}

function row(layer: TracedLayer): Record<string, unknown> {
  const kernel = layer.weights.find(({ matrix }) => matrix) ?? layer.weights[0];
  return {
    layer: layer.name,
    kind: [...new Set([layer.kind, layer.activationFunction])].join(' ').trim(),
    shape: layer.shape.join('×'),
    'E z²': layer.preActivation?.secondMoment,
    'E a²': layer.activation.secondMoment,
    'mean a': layer.activation.mean,
    correlation: layer.activation.correlation,
    off: layer.offFraction,
    dead: layer.deadFraction,
    saturated: layer.saturatedFraction,
    'E gradient²': layer.gradient?.secondMoment,
    'E loss gradient²': layer.lossGradient?.secondMoment,
    'gradient:weight': kernel?.gradientRatio,
    'update:weight': kernel?.updateRatio,
    rank: kernel?.matrix && `${kernel.matrix.rank}/${kernel.matrix.singularValues.length}`,
  };
}
