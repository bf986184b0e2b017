import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import { requireWithCache } from './codeCache.js';

const kernelRequire = createRequire(import.meta.url);

/** Loads a module as tslab does. */
export const tslabRequire: NodeJS.Require = createRequire(kernelRequire.resolve('tslab/dist/converter.js'));

/** The package of the compiler that tslab brings. */
export const COMPILER_PACKAGE = '@tslab/typescript-for-tslab';

/** The folder of the kernel's package in which the compiled code of the compiler is kept. */
const CODE_FOLDER = fileURLToPath(new URL('../../.cache', import.meta.url));

const compiler = requireWithCache(tslabRequire, COMPILER_PACKAGE, CODE_FOLDER);

/** The TypeScript compiler that tslab brings. */
export const ts = compiler.exports as typeof TypeScript;

/** Keeps the compiler's code for later kernels. Call it when the compiler has done some work. */
export const keepCompilerCode: () => void = compiler.keepCode;
