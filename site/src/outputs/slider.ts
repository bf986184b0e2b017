/** The slider of a figure with frames. */
export interface FigureSlider {
  /** Name of what it changes; undefined for the frames of an animation. */
  label: string | undefined;
  /** The frame that the figure itself shows. */
  start: number;
}

/** Reads how a figure wants its frames chosen. An animation without wishes shows the last one. */
export function readSlider(layout: object, frames: number): FigureSlider {
  const { meta } = layout as { meta?: unknown };
  const { slider, start } = Object(meta) as { slider?: unknown; start?: unknown };
  const isFrame = typeof start === 'number' && Number.isInteger(start) && start >= 0 && start < frames;
  return { label: typeof slider === 'string' ? slider : undefined, start: isFrame ? start : frames - 1 };
}
