import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Folder of the scripts and style sheets of the pages. */
const CLIENT_FOLDER = fileURLToPath(new URL('../../client/', import.meta.url));

/** File of the script that keeps the pages in the browser. */
const WORKER_FILE = fileURLToPath(new URL('../../worker/offline.ts', import.meta.url));

export const TARGET = ['es2022', 'chrome123', 'firefox120', 'safari17.5'];

/**
 * Builds the files that all pages share: one script, one style sheet, KaTeX's fonts, and Plotly in
 * its own file. Returns them by address.
 */
export async function buildAssets(): Promise<Map<string, Uint8Array>> {
  const folder = join(CLIENT_FOLDER, 'assets');
  const { outputFiles } = await build({
    entryPoints: { page: join(CLIENT_FOLDER, 'page.ts'), style: join(CLIENT_FOLDER, 'style.css') },
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    // KaTeX offers each font in three formats, and every target browser reads the first one.
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
    assetNames: 'fonts/[name]',
    logLevel: 'silent',
  });
  const plotly = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
  const addressOf = (path: string): string => `assets/${relative(folder, path).split(sep).join('/')}`;
  return new Map([
    ...outputFiles.map(({ path, contents }): [string, Uint8Array] => [addressOf(path), contents]),
    ['assets/plotly.js', readFileSync(plotly)],
  ]);
}

/**
 * Builds the script that keeps these files in the browser. A new version replaces what a browser
 * has kept.
 */
export async function buildOfflineWorker(files: readonly string[], version: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [WORKER_FILE],
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    logLevel: 'silent',
  });
  return `const FILES=${JSON.stringify(files)},VERSION=${JSON.stringify(version)};\n${outputFiles[0].text}`;
}
