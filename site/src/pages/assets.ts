import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Folder of the scripts and style sheets of the pages. */
const CLIENT_FOLDER = fileURLToPath(new URL('../../client/', import.meta.url));

/**
 * Writes the files that all pages share: one script, one style sheet, KaTeX's fonts, and Plotly in
 * its own file.
 */
export async function writeAssets(folder: string): Promise<void> {
  await build({
    entryPoints: { page: join(CLIENT_FOLDER, 'page.ts'), style: join(CLIENT_FOLDER, 'style.css') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    // KaTeX offers each font in three formats, and every target browser reads the first one.
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
    assetNames: 'fonts/[name]',
    logLevel: 'silent',
  });
  const plotly = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
  copyFileSync(plotly, join(folder, 'plotly.js'));
}
