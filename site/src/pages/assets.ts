import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const CLIENT = fileURLToPath(new URL('../../client/', import.meta.url));

/** Writes what every page shares: one script, one style sheet with KaTeX's fonts beside it, and Plotly as a file of its own. */
export async function writeAssets(folder: string): Promise<void> {
  await build({
    entryPoints: { page: join(CLIENT, 'page.ts'), style: join(CLIENT, 'style.css') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    // KaTeX names each font in three formats; every browser of this age reads the first.
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
    assetNames: 'fonts/[name]',
    logLevel: 'silent',
  });
  const plotly = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
  copyFileSync(plotly, join(folder, 'plotly.js'));
}
