/**
 * Starts `npm start` within seconds, even in a fresh clone: if the built code is missing or older
 * than its sources, this translates the code of the pages without checking types, serves the pages,
 * and lets them build the rest before the lessons run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isCurrent } from './isCurrent.js';

const HOME = join(import.meta.dirname, '../..');
/** What the pages need to be served. The site imports the kernel's package for its notebooks. */
const NEEDED = ['kernel', 'site'];
const PACKAGES = ['lib', ...NEEDED];

const isBuilt = PACKAGES.every((name) => isCurrent(join(HOME, name)));
if (!isBuilt) await Promise.all(NEEDED.map(translate));
const { start } = await import('../dist/commands/start.js');
await start(process.argv.slice(2), isBuilt ? undefined : build);

/** Translates the TypeScript of a package file by file, as `tsc` does but without its checks. */
async function translate(/** @type {string} */ name) {
  const esbuild = await import('esbuild');
  const folder = join(HOME, name);
  await esbuild.build({
    entryPoints: [join(folder, 'src/**/*.ts')],
    outbase: join(folder, 'src'),
    outdir: join(folder, 'dist'),
    format: 'esm',
    target: 'es2023',
    logLevel: 'warning',
  });
}

/** Builds everything as `npm run build` does. */
async function build(/** @type {AbortSignal} */ signal) {
  process.stderr.write('Building the library and the kernel, to run the lessons…\n');
  for (const command of [['lib/assembly/compile.js'], ['node_modules/typescript/bin/tsc', '-b']]) {
    const child = spawn(process.execPath, command, { cwd: HOME, stdio: ['ignore', 'inherit', 'inherit'], signal });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error('The library could not be built; the errors stand above.');
  }
}
