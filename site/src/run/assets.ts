import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { listFiles } from '../lessons/fileSystem.js';
import { TARGET } from '../pages/assets.js';
import { collectDeclarations } from './declarations.js';

/** Folder of the site with everything that running cells needs. */
export const RUN_FOLDER = 'run/';

/** Address of the script of the workers of the playground. */
export const PLAYGROUND_WORKER = `${RUN_FOLDER}playgroundWorker.js`;

/** Address of the script of the worker in which cells run. */
export const CELL_WORKER = `${RUN_FOLDER}cells.js`;

/** Address of the script of the worker that checks the types of cells. */
export const LANGUAGE_WORKER = `${RUN_FOLDER}language.js`;

/** Address of the declarations by which it checks them. */
const DECLARATIONS = `${RUN_FOLDER}declarations.json`;

const CLIENT = fileURLToPath(new URL('../../client/', import.meta.url));
const WORKER = fileURLToPath(new URL('../../worker/', import.meta.url));
const DATA = fileURLToPath(new URL('../../../data/', import.meta.url));

/** Files of the data sets, and not the scripts that made them. */
const DATA_FILE = /\.(gz|txt|json|ndjson)$/;

/** The files of tfjs's wasm backend that a worker without threads of tfjs's own can load. */
const WASM_FILES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

/** The modules that stand for modules of Node in the worker. */
const NODE_MODULES: Record<string, string> = {
  'node:assert': 'assert',
  'node:module': join(WORKER, 'node/module.ts'),
  'node:path': join(WORKER, 'node/path.ts'),
  'node:util': join(WORKER, 'node/util.ts'),
};

/** Leaves the compiler in the file of its own, in which it is built without its names. */
const compilerApart: Plugin = {
  name: 'compiler apart',
  setup(plugin) {
    plugin.onResolve({ filter: /\/typescript\.js$/ }, ({ importer }) =>
      importer.startsWith(WORKER) ? { path: './typescript.js', external: true } : undefined,
    );
  },
};

const COMMON = {
  outdir: RUN_FOLDER,
  write: false,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: TARGET,
  chunkNames: 'part-[hash]',
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Builds the scripts that run cells in a page, by address: that of the page's controls, which loads
 * the editor; the worker, which loads the compiler and the library; the worker that answers
 * questions of the editor, with the declarations that it reads; and the two scripts of the
 * playground.
 *
 * @throws Error if the library has not been built yet
 */
export async function buildScripts(): Promise<Map<string, Uint8Array>> {
  const built = [
    await build({ ...COMMON, entryPoints: { lesson: join(CLIENT, 'run/lesson.ts') } }),
    await build({ ...COMMON, entryPoints: { playground: join(CLIENT, 'playground/playground.ts') } }),
    await build({ ...COMMON, entryPoints: { typescript: 'typescript' } }),
    await build({
      ...COMMON,
      entryPoints: {
        cells: join(WORKER, 'cells.ts'),
        language: join(WORKER, 'language.ts'),
        playgroundWorker: join(WORKER, 'playground.ts'),
      },
      // Names of classes and functions are part of what cells show.
      keepNames: true,
      alias: NODE_MODULES,
      define: { DATA_FILES: JSON.stringify(dataFiles()) },
      plugins: [compilerApart],
    }),
  ];
  const files = built.flatMap(({ outputFiles = [] }) => outputFiles);
  return new Map([
    ...files.map(({ path, contents }): [string, Uint8Array] => [
      `${RUN_FOLDER}${withSlashes(relative(RUN_FOLDER, path))}`,
      contents,
    ]),
    [DECLARATIONS, Buffer.from(JSON.stringify(collectDeclarations()))],
  ]);
}

/** Reads the other files that running cells needs: tfjs's wasm files and the data sets. */
export function readOtherFiles(): Map<string, Uint8Array> {
  const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  return new Map([
    ...WASM_FILES.map((name): [string, Uint8Array] => [`${RUN_FOLDER}${name}`, readFileSync(join(wasm, 'dist', name))]),
    ...dataFiles().map((name): [string, Uint8Array] => [`${RUN_FOLDER}data/${name}`, readFileSync(join(DATA, name))]),
  ]);
}

/** Lists the sources of the scripts, and the built packages that they contain. */
export function listSources(): string[] {
  const home = join(WORKER, '../..');
  const isScript = (name: string): boolean => /\.[cm]?[jt]s$/.test(name);
  return [
    ...listFiles(WORKER, isScript),
    ...listFiles(CLIENT, isScript),
    ...['lib/dist', 'kernel/dist', 'site/dist'].flatMap((folder) =>
      listFiles(join(home, folder), (name) => /\.(js|d\.ts)$/.test(name)),
    ),
    join(home, 'package-lock.json'),
  ];
}

function dataFiles(): string[] {
  return listFiles(DATA, (name) => DATA_FILE.test(name)).map((path) => withSlashes(relative(DATA, path)));
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
