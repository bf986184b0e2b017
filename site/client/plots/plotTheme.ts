import { cssColor, ensureContrast, parseColor, type Rgba } from './color.js';
import type { Figure, Trace } from './figure.js';

/** Contrast ratio to the background that lines and markers need (WCAG 2, 1.4.11). */
const MIN_GRAPHICS_CONTRAST = 3;

/**
 * Gives a figure the current colours of the page, and removes its title, because the page shows the
 * title as a caption.
 */
export function applyTheme({ data, layout, config, frames }: Figure): Figure {
  const [text, background, grid] = ['var(--text)', 'var(--page)', 'var(--line)'].map(
    (name) => parseColor(name) as Rgba,
  );
  const { title: _, ...rest } = layout;
  return {
    data: data.map((trace) => legibleTrace(trace, background, text)),
    layout: {
      ...rest,
      ...axes(layout, cssColor(grid)),
      font: { ...(layout.font as object), color: cssColor(text) },
      hoverlabel: { bgcolor: cssColor(background), font: { color: cssColor(text) } },
      paper_bgcolor: 'rgba(0, 0, 0, 0)',
      plot_bgcolor: 'rgba(0, 0, 0, 0)',
      margin: { ...(layout.margin as object), t: 16 },
      // Plotly keeps the zoom of the reader when the theme changes.
      uirevision: 'page',
    },
    config: { ...config, displaylogo: false, showSendToCloud: false, responsive: true },
    ...(frames && { frames }),
  };
}

function axes(layout: Figure['layout'], grid: string): Record<string, unknown> {
  const names = new Set(['xaxis', 'yaxis', ...Object.keys(layout).filter((name) => /^[xy]axis\d+$/.test(name))]);
  const colors = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
  return Object.fromEntries([...names].map((name) => [name, { ...(layout[name] as object), ...colors }]));
}

function legibleTrace(trace: Trace, background: Rgba, text: Rgba): Trace {
  const changed: Trace = { ...trace };
  for (const part of ['line', 'marker']) {
    const style = trace[part] as { color?: unknown } | undefined;
    const color = typeof style?.color === 'string' ? parseColor(style.color) : undefined;
    if (color)
      changed[part] = { ...style, color: cssColor(ensureContrast(color, background, text, MIN_GRAPHICS_CONTRAST)) };
  }
  return changed;
}
