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

/**
 * Styles for what is no scheme: layers, regions, or variants of one network. No scheme has one of
 * them, so a reader who knows the colour of a scheme is never misled.
 */
const VARIANTS: Record<string, Style> = {
  variant1: { color: '#7f6fd6', symbol: 'x', dash: 'solid' },
  variant2: { color: '#a8653a', symbol: 'star', dash: 'dash' },
  variant3: { color: '#6d8a2f', symbol: 'hexagon', dash: 'dot' },
  variant4: { color: '#2a9d9d', symbol: 'triangle-left', dash: 'dashdot' },
};

/**
 * Returns the style of a series that does not say which scheme it shows: a variant, and only if
 * there are more series than variants that of a scheme.
 */
export function defaultStyle(index: number): string | number {
  const names = Object.keys(VARIANTS);
  return names[index] ?? index - names.length;
}

const STYLES: Style[] = Object.values(SCHEMES);

/**
 * Returns the style of a scheme or a variant by name, or of a scheme by its index in the fixed
 * order; neutral grey without either.
 *
 * @throws RangeError for a name that has no style
 */
export function styleOf(scheme: string | number | undefined): Style {
  if (scheme === undefined) return neutral;
  if (typeof scheme === 'number') return STYLES[scheme % STYLES.length];
  const named = { ...SCHEMES, ...VARIANTS };
  if (Object.hasOwn(named, scheme)) return named[scheme];
  const [schemes, variants] = [SCHEMES, VARIANTS].map((styles) => Object.keys(styles).join(', '));
  throw new RangeError(`scheme is '${scheme}'; it must be ${schemes}, an index in this order, or ${variants}`);
}
