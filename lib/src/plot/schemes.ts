/** Style of one scheme or quantity, distinct by colour, and without colour by marker and dash. */
export interface Style {
  color: string;
  symbol: string;
  dash: string;
}

/**
 * Grey that is readable on white and on black (contrast at least 4.5), for theory, bands and text.
 */
export const neutral: Style = { color: '#767676', symbol: 'circle', dash: 'solid' };

/**
 * Styles by scheme, the same in every figure. The colours are those of Okabe and Ito (2008), which
 * remain distinct with every common colour blindness. The two colours that are too light for a
 * white page are darkened.
 */
const SCHEMES: Record<string, Style> = {
  xavier: { color: '#0072b2', symbol: 'circle', dash: 'solid' },
  he: { color: '#d55e00', symbol: 'square', dash: 'dash' },
  lecun: { color: '#009e73', symbol: 'diamond', dash: 'dashdot' },
  orthogonal: { color: '#b8568f', symbol: 'triangle-up', dash: 'longdash' },
  small: { color: '#3f8fbf', symbol: 'triangle-down', dash: 'dot' },
  large: { color: '#b07d00', symbol: 'cross', dash: 'longdashdot' },
};

const STYLES: Style[] = Object.values(SCHEMES);

/**
 * Returns the style of a scheme by name or by its index in the fixed order; neutral grey without
 * either.
 *
 * @throws RangeError for a name that has no style
 */
export function styleOf(scheme: string | number | undefined): Style {
  if (scheme === undefined) return neutral;
  if (typeof scheme === 'number') return STYLES[scheme % STYLES.length];
  if (Object.hasOwn(SCHEMES, scheme)) return SCHEMES[scheme];
  throw new RangeError(
    `scheme is '${scheme}'; it must be ${Object.keys(SCHEMES).join(', ')}, or an index in this order`,
  );
}
