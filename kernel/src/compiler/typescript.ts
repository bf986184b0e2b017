import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { requireWithCache } from './codeCache.js';

/** Finds the packages that the kernel brings. */
export const kernelRequire: NodeJS.Require = createRequire(import.meta.url);

/** The folder of the kernel's package in which the compiled code of the compiler is kept. */
const CODE_FOLDER = fileURLToPath(new URL('../../.cache', import.meta.url));

const compiler = requireWithCache(kernelRequire, 'typescript', CODE_FOLDER);

/**
 * The TypeScript compiler. It is not imported, because Node would then look through its nine
 * megabytes for the names that it exports.
 */
export const ts = compiler.exports as typeof import('typescript');

/** Keeps the compiler's code for later kernels. Call it when the compiler has done some work. */
export const keepCompilerCode: () => void = compiler.keepCode;
