import { join } from 'node:path';
import { criticalWeightVariance, meanField } from 'initlab';
import { type Figure, line, saveFigure, sweepFigure } from 'initlab/plot';
import { loadSweep } from 'initlab/tasks';
import { BIAS_VARIANCE, grid } from '../data/sweeps/edge-of-chaos.js';

const FOLDER = join(import.meta.dirname, '../data/sweeps');

/** Draws the committed results of the sweeps, with the theory over them, as PNG files. */
export async function run(): Promise<void> {
  await saveFigure(edgeOfChaos(loadSweep('edge-of-chaos')), join(FOLDER, 'edge-of-chaos.png'));
  await saveFigure(xavierAndHe(loadSweep('xavier-he')), join(FOLDER, 'xavier-he.png'));
}

function edgeOfChaos(rows: readonly Record<string, unknown>[]): Figure {
  const critical = criticalWeightVariance('tanh', BIAS_VARIANCE);
  const [low, high] = [grid.depth[0] - 2, (grid.depth.at(-1) as number) + 4];
  const variances = Array.from({ length: 351 }, (_, i) => 0.5 + i / 100);
  const depths = variances.map((weightVariance) => {
    const field = meanField({ activation: 'tanh', weightVariance, biasVariance: BIAS_VARIANCE });
    const depth = 6 * field.correlationDepthScale();
    return depth <= high ? depth : null;
  });
  const white = { color: '#ffffff', width: 3 };
  const figure = sweepFigure(rows, {
    x: 'weightVariance',
    y: 'depth',
    value: 'accuracy',
    title: 'How deep a tanh network trains in 150 steps',
    labels: { x: 'σw² = fanIn · Var(w)', y: 'layers', value: 'test accuracy' },
    range: [0, 1],
    over: [
      { ...line('6 ξ', variances, depths), line: { ...white, dash: 'dash' } },
      { ...line('critical variance', [critical, critical], [low, high]), line: { ...white, dash: 'dot' } },
    ],
  });
  // White lines would be invisible in the legend.
  const labels = [
    { x: critical, y: high - 3, text: `critical: ${critical.toFixed(2)}`, xanchor: 'left' },
    { x: 0.8, y: 30, text: '6 ξ', xanchor: 'left' },
  ].map((label) => ({ ...label, showarrow: false, font: { color: '#ffffff', size: 13 } }));
  return { ...figure, layout: { ...figure.layout, showlegend: false, annotations: labels } };
}

function xavierAndHe(rows: readonly Record<string, unknown>[]): Figure {
  return sweepFigure(rows, {
    x: 'depth',
    value: 'accuracy',
    by: 'scheme',
    title: 'ReLU networks after 200 steps, mean of four seeds and its 95 % interval',
    labels: { x: 'hidden layers', value: 'test accuracy' },
    schemes: { he: 'he', xavier: 'xavier' },
  });
}
