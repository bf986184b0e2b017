/**
 * Writes a value as Jupyter writes notebooks, so that a front end which saves a notebook unchanged
 * does not change its file. Unlike `JSON.stringify(value, null, 1)`, it sorts keys by their code
 * points, also those that look like numbers, and writes small numbers as Python does. The line
 * break of the value's own line is `indent`; each level inside adds `unit`.
 */
export function formatJson(value: unknown, indent = '\n', unit = ' '): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = indent + unit;
  if (Array.isArray(value))
    return enclose(
      '[]',
      value.map((item) => formatJson(item, inner, unit)),
      indent,
      inner,
    );
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const lines = entries
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item, inner, unit)}`);
  return enclose('{}', lines, indent, inner);
}

function enclose(brackets: string, lines: readonly string[], indent: string, inner: string): string {
  if (lines.length === 0) return brackets;
  return brackets[0] + inner + lines.join(`,${inner}`) + indent + brackets[1];
}

/** Python writes numbers below 1e-4 with an exponent, which has at least two digits. */
function formatNumber(value: number): string {
  const text = JSON.stringify(value);
  if (value === 0 || Math.abs(value) >= 1e-4 || text === 'null') return text;
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
