import { type Figure, figure, line, markers, varianceByLayer } from 'initlab/plot';
import { CHOICES, type Settings } from '../../src/playground/settings.js';
import type { Measured, Predicted } from '../../worker/playground/messages.js';

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

function nameOf({ init }: Settings): string {
  return CHOICES.init.names[init];
}

/** Leaves a gap for values that no figure can show. */
function finite(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

/** Gives a figure the height of the playground's figures. */
export function lower(drawn: Figure): Figure {
  return { ...drawn, layout: { ...drawn.layout, height: HEIGHT_PX } };
}
