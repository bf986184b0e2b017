import {
  activationHistograms,
  decisionBoundary,
  type Figure,
  figure,
  line,
  lossCurves,
  markers,
  varianceByLayer,
} from 'initlab/plot';
import { CHOICES, type Settings } from '../../src/playground/settings.js';
import type { Distributions, Measured, Picture, Predicted, Trained } from '../../worker/playground/messages.js';

/** The style that each initializer has in all figures of the site. */
const SCHEMES: Record<Settings['init'], string> = {
  heNormal: 'he',
  xavierUniform: 'xavier',
  lecunNormal: 'lecun',
  orthogonal: 'orthogonal',
};

/** Height that lets two figures stand above each other in a window. */
const HEIGHT_PX = 300;

/** Draws how large the signal is, layer by layer. */
export function signalFigure({ settings, signal }: Measured, predicted?: Predicted): Figure {
  const series = { name: nameOf(settings), values: signal, scheme: SCHEMES[settings.init], ...predicted?.signal };
  return lower(varianceByLayer([series], { title: 'Forward: second moment of the signal', quantity: 'E[a²]' }));
}

/** Draws how large the gradient is, layer by layer. */
export function gradientFigure({ settings, gradient }: Measured, predicted?: Predicted): Figure {
  const series = { name: nameOf(settings), values: gradient, scheme: SCHEMES[settings.init], ...predicted?.gradient };
  return lower(
    varianceByLayer([series], { title: 'Backward: second moment of the gradient', quantity: 'E[gradient²]' }),
  );
}

/** Draws the shares of units that pass no gradient, and of values at the end of their range. */
export function unitsFigure({ dead, saturated }: Measured): Figure {
  const layers = dead.map((_, layer) => layer).slice(1);
  const percent = (shares: readonly number[]): number[] => shares.slice(1).map((share) => 100 * share);
  const { marker } = markers('', [], [], 'variant2') as { marker: { color: string } };
  return lower(
    figure({
      title: 'Units that pass no gradient',
      x: { title: 'layer' },
      y: { title: 'share, %', range: [0, 100] },
      data: [
        { type: 'bar', name: 'dead units', x: layers, y: percent(dead), marker: { color: `${marker.color}73` } },
        ...(saturated ? [markers('saturated values', layers, percent(saturated), 'variant4')] : []),
      ],
    }),
  );
}

/** Draws how alike two samples become, layer by layer. */
export function correlationFigure({ settings, correlation }: Measured, predicted?: Predicted): Figure {
  const layers = correlation.map((_, layer) => layer);
  const scheme = SCHEMES[settings.init];
  const theory = predicted?.correlation;
  return lower(
    figure({
      title: 'How alike two samples are',
      x: { title: 'layer (0 is the input)', rangemode: 'tozero' },
      y: { title: 'mean cosine', range: [-0.05, 1.05] },
      data: [
        ...(theory ? [line('theory', layers, theory, scheme)] : []),
        markers(nameOf(settings), layers, finite(correlation), scheme),
      ],
    }),
  );
}

/** Ratio of the last to the first width of a distribution from which only a log axis shows both. */
const WIDE_RATIO = 30;

/** Draws how the values of some layers are distributed; undefined if none is finite. */
export function distributionFigure({ layers }: Distributions, { signal }: Measured): Figure | undefined {
  const ratio = Math.sqrt((signal.at(-1) ?? 0) / signal[0]);
  const axis = ratio < WIDE_RATIO && ratio > 1 / WIDE_RATIO ? 'linear' : 'log';
  try {
    const drawn = activationHistograms({ layers }, { axis, title: 'How the values are distributed' });
    return { ...drawn, layout: { ...drawn.layout, height: 2 * HEIGHT_PX } };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Draws the loss of a run. */
export function lossFigure({ loss, baseline }: Trained): Figure {
  return lower(lossCurves([{ name: 'loss', loss: [...loss] }], { title: 'Loss while it learns', baseline }));
}

/** Draws the dead units of a run. */
export function deadFigure({ dead: { steps, shares } }: Trained): Figure {
  const percent = shares.map((share) => 100 * share);
  return lower(
    figure({
      title: 'Dead units while it learns',
      x: { title: 'step', rangemode: 'tozero' },
      y: { title: 'share of all units, %', range: [0, 100] },
      data: [{ ...line('dead units', steps, percent, 'variant2'), mode: 'lines+markers' }],
    }),
  );
}

/** Draws what the net has learned. */
export function pictureFigure(picture: Picture): Figure {
  const title = 'What the net has learned';
  if (picture.kind === 'plane') return lower(decisionBoundary(picture.grid, picture.points, { title }));
  const { x, data, net } = picture;
  return lower(
    figure({
      title,
      x: { title: 'x' },
      y: { title: 'y', range: [-2.5, 2.5] },
      data: [markers('data', x, data), line('net', x, finite(net), 'he')],
    }),
  );
}

function nameOf({ init }: Settings): string {
  return CHOICES.init.names[init];
}

/** Leaves a gap for values that no figure can show. */
function finite(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

/** Gives a figure the height of the playground's figures. */
function lower(drawn: Figure): Figure {
  return { ...drawn, layout: { ...drawn.layout, height: HEIGHT_PX } };
}
