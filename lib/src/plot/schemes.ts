/** How one scheme or quantity is drawn: told apart by colour, and without colour by marker and dash. */
export interface Style {
  color: string;
  symbol: string;
  dash: string;
}

/** Grey that reads on white as on black (contrast 4.5 and more): for theory, bands and text. */
export const neutral: Style = { color: '#767676', symbol: 'circle', dash: 'solid' };

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

/**
 * The style of a scheme by name, or the one at a place in the fixed order, or neutral grey.
 *
 * @throws RangeError for a name that has no style
 */
export function styleOf(scheme: string | number | undefined): Style {
  if (scheme === undefined) return neutral;
  if (typeof scheme === 'number') return order[scheme % order.length];
  if (Object.hasOwn(schemes, scheme)) return schemes[scheme];
  throw new RangeError(
    `scheme is '${scheme}'; it must be ${Object.keys(schemes).join(', ')}, or a number for a place in this order`,
  );
}
