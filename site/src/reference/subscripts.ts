const CODE_OR_FORMULA = /(```[\s\S]*?```|`[^`]*`|\$[^$]*\$)/;
const SUBSCRIPT = /(?<![\p{L}\d_])(\p{L})_(\p{L}|\d|\([^()]*\))(²)?(?![\p{L}\d_])/gu;

/**
 * Makes formulas of the symbols with a subscript in a comment, such as σ_w² or a_(l−1), which a
 * comment writes as they are read in an editor. Code stays as it is, and so do names such as
 * leaky_relu.
 */
export function typesetSubscripts(markdown: string): string {
  return markdown
    .split(CODE_OR_FORMULA)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(SUBSCRIPT, toLatex)))
    .join('');
}

function toLatex(_match: string, symbol: string, subscript: string, square = ''): string {
  const index = subscript.replace(/^\((.*)\)$/, '$1').replaceAll('−', '-');
  return `$${symbol}_{${index}}${square && '^2'}$`;
}
