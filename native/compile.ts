import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.js';
import type { Tools } from './tools.js';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Folder where tfjs-node looks for its addon. 8 is the version of Node-API that the addon uses. */
const ADDON = 'lib/napi-v8';

/**
 * Compiles the addon against the TensorFlow in `folder`, and copies the libraries into the package.
 */
export function compile({ compiler, headers }: Tools, folder: string, tfjsNode: string): void {
  console.log('Compiling the addon …');
  const include = join(folder, 'tensorflow/include');
  const libraries = join(tfjsNode, 'deps/lib');
  for (const created of [libraries, join(tfjsNode, ADDON)]) mkdirSync(created, { recursive: true });
  for (const library of LIBRARIES) cpSync(join(folder, 'tensorflow', library), join(libraries, library));
  const args = [
    ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...[tfjsNode, include, join(include, 'tensorflow/compiler'), headers].map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => join(tfjsNode, 'binding', source)),
    ...['-o', join(tfjsNode, ADDON, 'tfjs_binding.node'), `-L${libraries}`],
    ...LIBRARIES.map((library) => `-l:${library}`),
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
  run(compiler, args, 'the addon did not compile');
}
