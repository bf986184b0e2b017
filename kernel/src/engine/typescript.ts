import { createRequire } from 'node:module';
import type * as TypeScript from '@tslab/typescript-for-tslab';

const kernelRequire = createRequire(import.meta.url);

/** Loads a module as tslab does. */
export const tslabRequire: NodeJS.Require = createRequire(kernelRequire.resolve('tslab/dist/converter.js'));

/** The package of the compiler that tslab brings. */
export const COMPILER_PACKAGE = '@tslab/typescript-for-tslab';

/** The TypeScript compiler that tslab brings. */
export const ts: typeof TypeScript = tslabRequire(COMPILER_PACKAGE);
