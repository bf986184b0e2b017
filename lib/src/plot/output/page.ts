import { escapeHtml } from '../../display/escapeHtml.js';
import type { Figure } from '../figure.js';
import { bundlePackage, plotlyHtml, readBundle } from './plotlyHtml.js';

/** Scripts and styles come from the page alone, and the page can load nothing. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

const STYLE = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid #8886; padding: 0.3rem 0.6rem; vertical-align: top; }
pre { background: #8882; overflow-x: auto; padding: 0.75rem; }
.js-plotly-plot { background: #fff; }`;

/**
 * Writes a page that needs no other file and no network: a title, some HTML, and figures that draw
 * themselves.
 *
 * @param body HTML; the caller has escaped what is not its own
 * @throws Error if a package of Plotly is not installed
 */
export function page(title: string, body: string, figures: readonly Figure[]): string {
  const carried = new Set<string>();
  const plots = figures.map((figure) => {
    const library = bundlePackage(figure);
    const bundle = carried.has(library) ? undefined : readBundle(library);
    carried.add(library);
    return plotlyHtml(figure, title, bundle);
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
${[body, ...plots].join('\n')}
</body>
</html>
`;
}
