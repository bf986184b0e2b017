import { cssColor, ensureContrast, parseColor, type Rgba } from './color.js';
import type { Figure, Frame, Trace } from './figure.js';

/** Contrast ratio to the background that lines and markers need (WCAG 2, 1.4.11). */
const MIN_GRAPHICS_CONTRAST = 3;

/** Size of the labels of a log axis. Plotly sets those between powers of ten at three quarters. */
const LOG_TICK_PX = 13.5;

/** Height of Plotly's buttons, which stand above the data. */
const MODE_BAR_PX = 34;

/**
 * Gives a figure the current colours of the page, and removes its title, because the page shows the
 * title as a caption.
 */
export function applyTheme({ data, layout, config, frames }: Figure): Figure {
  const isTouched = matchMedia('(pointer: coarse)').matches;
  const [text, background, grid, quiet] = ['var(--text)', 'var(--page)', 'var(--line)', 'var(--quiet)'].map(
    (name) => parseColor(name) as Rgba,
  );
  const { title: _, ...rest } = layout;
  const themed = (trace: Trace): Trace => withHover(legibleTrace(trace, background, text), layout);
  return {
    data: data.map(themed),
    layout: {
      ...rest,
      ...axes(layout, cssColor(grid)),
      font: { ...(layout.font as object), color: cssColor(text) },
      hoverlabel: { bgcolor: cssColor(background), font: { color: cssColor(text) } },
      paper_bgcolor: 'rgba(0, 0, 0, 0)',
      plot_bgcolor: 'rgba(0, 0, 0, 0)',
      margin: { ...(layout.margin as object), t: isTouched ? 16 : MODE_BAR_PX },
      modebar: { bgcolor: 'rgba(0, 0, 0, 0)', color: cssColor(quiet), activecolor: cssColor(text) },
      // A finger that scrolls the page would zoom the plot.
      ...(isTouched && { dragmode: false }),
      // Plotly keeps the zoom of the reader when the theme changes.
      uirevision: 'page',
    },
    config: {
      ...config,
      displaylogo: false,
      showSendToCloud: false,
      responsive: true,
      ...(isTouched && { displayModeBar: false }),
    },
    ...(frames && { frames: frames.map((frame) => themeFrame(frame, themed)) }),
  };
}

/** Gives the whole traces of a frame the colours of the page; others only move what is there. */
function themeFrame(frame: Frame, themed: (trace: Trace) => Trace): Frame {
  const { title: _, ...layout } = frame.layout ?? {};
  const data = frame.data?.map((trace) => (trace.type === undefined ? trace : themed(trace)));
  return { ...frame, ...(data && { data }), ...(frame.layout && { layout }) };
}

function axes(layout: Figure['layout'], grid: string): Record<string, unknown> {
  const names = new Set(['xaxis', 'yaxis', ...Object.keys(layout).filter((name) => /^[xy]axis\d+$/.test(name))]);
  const colors = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
  return Object.fromEntries(
    [...names].map((name) => {
      const axis = (layout[name] ?? {}) as { type?: string; tickfont?: object };
      const isLog = axis.type === 'log';
      return [name, { ...axis, ...colors, ...(isLog && { tickfont: { ...axis.tickfont, size: LOG_TICK_PX } }) }];
    }),
  );
}

/** Names the axes where the mouse shows the values of a point. */
function withHover(trace: Trace, layout: Figure['layout']): Trace {
  if (trace.hovertemplate !== undefined || trace.hoverinfo !== undefined) return trace;
  if (!['scatter', 'scattergl', 'bar', undefined].includes(trace.type as string | undefined)) return trace;
  const [x, y] = ['x', 'y'].map((axis) => axisTitle(trace, axis, layout));
  if (x === '' || y === '') return trace;
  return { ...trace, hovertemplate: `${x}: %{x}<br>${y}: %{y}<extra>${trace.name ?? ''}</extra>` };
}

function axisTitle(trace: Trace, axis: string, layout: Figure['layout']): string {
  const name = String(trace[`${axis}axis`] ?? axis).replace(axis, `${axis}axis`);
  const { title } = (layout[name] ?? {}) as { title?: string | { text?: string } };
  return (typeof title === 'string' ? title : title?.text) ?? '';
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
