import { createRequire } from 'node:module';
import type { DisplayContent } from '../threads/outputEvent.js';

type Show = (content: DisplayContent, update: boolean) => void;

/**
 * Loads tslab's display functions, which then write through `show`.
 *
 * These functions need the module of tslab's own kernel, for the variable through which they write,
 * and its compiler, for the version. Both are replaced with a module that has nothing but that,
 * because they would take longer to load than everything else.
 */
export function loadTslab(show: Show): Record<string, unknown> {
  const kernelRequire = createRequire(import.meta.url);
  const tslabRequire = createRequire(kernelRequire.resolve('tslab'));
  const { version } = kernelRequire('typescript/package.json') as { version: string };
  const standIns = { '@tslab/typescript-for-tslab': { version }, './jupyter': { lastWriteDisplayData: show } };
  for (const [name, exports] of Object.entries(standIns)) {
    const file = tslabRequire.resolve(name);
    tslabRequire.cache[file] ??= { id: file, exports, loaded: true } as NodeJS.Module;
  }
  return kernelRequire('tslab') as Record<string, unknown>;
}
