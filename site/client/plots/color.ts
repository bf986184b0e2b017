/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export type Rgba = [number, number, number, number];

let probe: HTMLElement | undefined;

/** Reads a CSS colour, including a `var(--…)` of the page; undefined if it is not a colour. */
export function parseColor(color: string): Rgba | undefined {
  if (!CSS.supports('color', color)) return undefined;
  probe ??= document.body.appendChild(Object.assign(document.createElement('span'), { hidden: true }));
  probe.style.color = color;
  const numbers = getComputedStyle(probe)
    .color.match(/[\d.]+/g)
    ?.map(Number);
  if (numbers === undefined) return undefined;
  const [r, g, b, alpha = 1] = numbers;
  return [r, g, b, alpha];
}

export function cssColor([r, g, b, alpha]: Rgba): string {
  return `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${alpha})`;
}

/**
 * Returns the colour if its contrast to the background is at least `ratio`. Otherwise mixes it with
 * the text colour until the contrast is high enough.
 */
export function ensureContrast(color: Rgba, background: Rgba, text: Rgba, ratio: number): Rgba {
  let mixed = color;
  for (let share = 0; contrast(mixed, background) < ratio && share < 1; share += 0.05) {
    const [r, g, b] = [0, 1, 2].map((i) => color[i] + share * (text[i] - color[i]));
    mixed = [r, g, b, color[3]];
  }
  return mixed;
}

/** Contrast ratio of WCAG 2, from 1 to 21. Opacity is ignored. */
export function contrast(a: Rgba, b: Rgba): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgba): number {
  const [r, g, b] = [0, 1, 2].map((i) => {
    const share = color[i] / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
