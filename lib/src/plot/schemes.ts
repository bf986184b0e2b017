/** How one scheme or quantity is drawn: told apart by colour, and without colour by marker and dash. */
export interface Style {
  color: string;
  symbol: string;
  dash: string;
}

/**
 * The same look for the same scheme in every figure. The colours are those of Okabe and Ito (2008), told apart with every common colour
 * blindness; the two too light for a white page are darkened.
 */
const schemes: Record<string, Style> = {
  xavier: { color: '#0072b2', symbol: 'circle', dash: 'solid' },
  he: { color: '#d55e00', symbol: 'square', dash: 'dash' },
  lecun: { color: '#009e73', symbol: 'diamond', dash: 'dashdot' },
  orthogonal: { color: '#b8568f', symbol: 'triangle-up', dash: 'longdash' },
  small: { color: '#3f8fbf', symbol: 'triangle-down', dash: 'dot' },
  large: { color: '#b07d00', symbol: 'cross', dash: 'longdashdot' },
};

const order: Style[] = Object.values(schemes);

/** The style of a named scheme; for any other name the style at `index`, in a fixed order. */
export function styleOf(name: string, index: number): Style {
  return schemes[name] ?? order[index % order.length];
}
